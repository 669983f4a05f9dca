package zabra.protocol;

/**
 * The stored owner of a znode, which also tells its kind: 0 persistent; {@link #CONTAINER}; with
 * extended types enabled, a high byte of 0xFF and two zero bytes mark a TTL in the low 40 bits; all
 * else is the session id of an ephemeral's owner.
 */
public final class EphemeralOwner {
    public static final long CONTAINER = 0x8000_0000_0000_0000L;
    private static final long TTL_MARK = 0xff00_0000_0000_0000L;

    /** The largest time to live, in milliseconds: 40 bits. */
    public static final long TTL_MAX_MILLIS = (1L << 40) - 1;

    private EphemeralOwner() {}

    /** The owner of a node that lives {@code ttlMillis} (1 … {@link #TTL_MAX_MILLIS}). */
    public static long ofTtl(long ttlMillis) {
        if (ttlMillis < 1 || ttlMillis > TTL_MAX_MILLIS) {
            throw new IllegalArgumentException("ttl " + ttlMillis + " ms");
        }
        return TTL_MARK | ttlMillis;
    }

    public static boolean isTtl(long owner, boolean extendedTypes) {
        return extendedTypes && (owner & 0xffff_ff00_0000_0000L) == TTL_MARK;
    }

    /** The time to live of an owner for which {@link #isTtl} holds. */
    public static long ttlMillis(long owner) {
        return owner & TTL_MAX_MILLIS;
    }

    /** The owning session of an ephemeral, else 0. */
    public static long session(long owner, boolean extendedTypes) {
        return owner == CONTAINER || isTtl(owner, extendedTypes) ? 0 : owner;
    }
}
