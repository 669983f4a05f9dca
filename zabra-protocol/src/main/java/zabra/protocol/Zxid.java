package zabra.protocol;

/**
 * Arithmetic on zxids. A zxid is a {@code long}: the epoch in the high 32 bits, a counter in the
 * low 32 bits; counter 0 names the start of an epoch and never a transaction. It stays a primitive
 * because it is compared and stored on every hot path.
 */
public final class Zxid {
    private Zxid() {}

    /** The zxid of the {@code counter}-th transaction of {@code epoch}. */
    public static long of(long epoch, long counter) {
        return (epoch << 32) | (counter & 0xffff_ffffL);
    }

    /** The epoch; arithmetic shift, as the reference does it. */
    public static long epoch(long zxid) {
        return zxid >> 32;
    }

    /** The counter within the epoch, 0 … 2^32-1. */
    public static long counter(long zxid) {
        return zxid & 0xffff_ffffL;
    }

    /** As ZooKeeper prints it: {@code 0x300000001}. */
    public static String toString(long zxid) {
        return "0x" + Long.toHexString(zxid);
    }
}
