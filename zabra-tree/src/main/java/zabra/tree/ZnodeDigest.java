package zabra.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Computes digest version 2 of single znodes; the digest of a tree is their sum modulo 2^64. ACLs,
 * children and sessions are not covered, and znodes below {@code /zookeeper} count as 0, because
 * servers change those on their own (quota usage, configuration).
 *
 * <p>Keeps a checksum and a buffer to reuse, therefore not thread-safe: each thread has its own.
 */
public final class ZnodeDigest {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] EXEMPT = "/zookeeper/".getBytes(StandardCharsets.US_ASCII);
    private static final int STAT_BYTES = 60;

    /** So much is gathered first: one call for all costs less than three for the pieces. */
    private static final int GATHER_MAX = 2048;

    private final CRC32 crc = new CRC32();
    private final byte[] gathered = new byte[GATHER_MAX + STAT_BYTES];

    /**
     * The digest of one znode, 0 … 2^32 - 1.
     *
     * @param znode all but the ACL key is read; the root's path may be "" or "/"; a data length of
     *     -1 is null data
     */
    public long of(ZnodeRecord znode) {
        byte[] path = znode.pathBytes;
        int from = znode.pathOffset;
        int length = znode.pathLength;
        if (isExempt(path, from, length)) {
            return 0;
        }
        crc.reset();
        int end = 0;
        if (length > 1 || (length == 1 && path[from] != '/')) {
            end = gather(path, from, length, end);
        }
        if (znode.dataLength > 0) {
            end = gather(znode.dataBytes, znode.dataOffset, znode.dataLength, end);
        }
        LONG.set(gathered, end, znode.czxid);
        LONG.set(gathered, end + 8, znode.mzxid);
        LONG.set(gathered, end + 16, znode.pzxid);
        LONG.set(gathered, end + 24, znode.ctime);
        LONG.set(gathered, end + 32, znode.mtime);
        INT.set(gathered, end + 40, znode.version);
        INT.set(gathered, end + 44, znode.cversion);
        INT.set(gathered, end + 48, znode.aversion);
        LONG.set(gathered, end + 52, znode.ephemeralOwner);
        crc.update(gathered, 0, end + STAT_BYTES);
        return crc.getValue();
    }

    /** Copies a piece behind what is gathered, or has all of it counted; the end afterwards. */
    private int gather(byte[] bytes, int from, int length, int end) {
        if (length <= GATHER_MAX - end) {
            System.arraycopy(bytes, from, gathered, end, length);
            return end + length;
        }
        crc.update(gathered, 0, end);
        crc.update(bytes, from, length);
        return 0;
    }

    /** True for a znode that counts as 0 whatever it holds. */
    static boolean isExempt(byte[] path, int from, int length) {
        return length >= EXEMPT.length
                && Arrays.equals(path, from, from + EXEMPT.length, EXEMPT, 0, EXEMPT.length);
    }
}
