package zabra.interop.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The digest scheme's identities. */
public final class Digests {
    private Digests() {}

    /** Base64 of the SHA-1 of {@code user:password}. */
    public static String of(String userAndPassword) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest(userAndPassword.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** The ACL id of {@code user:password}: {@code user:hash}. */
    public static String id(String userAndPassword) {
        return userAndPassword.substring(0, userAndPassword.indexOf(':'))
                + ":"
                + of(userAndPassword);
    }
}
