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

    private final CRC32 crc = new CRC32();
    private final byte[] stat = new byte[STAT_BYTES];

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
        if (length > 1 || (length == 1 && path[from] != '/')) {
            crc.update(path, from, length);
        }
        if (znode.dataLength > 0) {
            crc.update(znode.dataBytes, znode.dataOffset, znode.dataLength);
        }
        LONG.set(stat, 0, znode.czxid);
        LONG.set(stat, 8, znode.mzxid);
        LONG.set(stat, 16, znode.pzxid);
        LONG.set(stat, 24, znode.ctime);
        LONG.set(stat, 32, znode.mtime);
        INT.set(stat, 40, znode.version);
        INT.set(stat, 44, znode.cversion);
        INT.set(stat, 48, znode.aversion);
        LONG.set(stat, 52, znode.ephemeralOwner);
        crc.update(stat, 0, STAT_BYTES);
        return crc.getValue();
    }

    /** True for a znode that counts as 0 whatever it holds. */
    static boolean isExempt(byte[] path, int from, int length) {
        return length >= EXEMPT.length
                && Arrays.equals(path, from, from + EXEMPT.length, EXEMPT, 0, EXEMPT.length);
    }
}
