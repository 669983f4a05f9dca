package zabra.tree.session;

import java.security.MessageDigest;

/**
 * The password of a session: 16 bytes that follow from its id, the same on every server and in
 * every version, because a client takes it from one server to another. It keeps apart clients that
 * err, not those that attack.
 *
 * <p>The bytes are those of a 48-bit linear congruential generator, four from each step, seeded
 * with the id; what {@code java.util.Random} would give, without its shared state.
 */
public final class SessionPassword {
    public static final int LENGTH = 16;

    private static final long SECRET = 0xB3415C00L;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xBL;
    private static final long MASK = (1L << 48) - 1;

    private SessionPassword() {}

    public static byte[] of(long sessionId) {
        byte[] password = new byte[LENGTH];
        long state = (sessionId ^ SECRET ^ MULTIPLIER) & MASK;
        for (int i = 0; i < LENGTH; i += 4) {
            state = (state * MULTIPLIER + INCREMENT) & MASK;
            int word = (int) (state >>> 16);
            password[i] = (byte) word;
            password[i + 1] = (byte) (word >> 8);
            password[i + 2] = (byte) (word >> 16);
            password[i + 3] = (byte) (word >> 24);
        }
        return password;
    }

    /** Whether {@code password} (may be null, any length) is the session's. */
    public static boolean matches(long sessionId, byte[] password) {
        return password != null && MessageDigest.isEqual(of(sessionId), password);
    }
}
