package zabra.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * A znode as one array. What holds for most znodes is a flag; a field is present only where its
 * flag is not set:
 *
 * <pre>
 * byte    flags: 1 mzxid = czxid, 2 pzxid = czxid, 4 mtime = ctime, 8 version = 0,
 *                16 cversion = 0, 32 aversion = 0, 64 owner = 0, 128 open ACL
 * byte    more flags: 1 null data
 * 4 bytes its digest, little-endian
 * varint  length of name, name
 * varint  czxid, [zigzag mzxid - czxid], [zigzag pzxid - czxid]
 * varint  ctime, [zigzag mtime - ctime]
 * [zigzag version], [zigzag cversion], [zigzag aversion], [8 bytes owner], [varint ACL key]
 * data    to the end
 * </pre>
 *
 * <p>The digest is kept because each change would have to compute it twice, before and after; that
 * of a {@link Directory} is with its counters. The name is at a fixed place, so that comparing it
 * needs no unpacking. Reading is static and may be done by any thread; an instance packs, with a
 * buffer of its own, in one thread.
 */
final class ZnodePacking {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SAME_MZXID = 1;
    private static final int SAME_PZXID = 2;
    private static final int SAME_MTIME = 4;
    private static final int NO_VERSION = 8;
    private static final int NO_CVERSION = 16;
    private static final int NO_AVERSION = 32;
    private static final int NO_OWNER = 64;
    private static final int OPEN_ACL = 128;
    private static final int NULL_DATA = 1;

    private static final int DIGEST_AT = 2;
    private static final int NAME_LENGTH_AT = DIGEST_AT + Integer.BYTES;
    private static final int STAT_BYTES_MAX = 9 * 10 + 8;

    private final byte[] stat = new byte[STAT_BYTES_MAX];
    private int statLength;

    /** Packs the stat, ACL key and data of {@code znode} under the name in the slice. */
    byte[] pack(byte[] name, int nameFrom, int nameTo, ZnodeRecord znode, int digest) {
        int flags = packStat(znode);
        int nameLength = nameTo - nameFrom;
        int nameAt = NAME_LENGTH_AT + varintLength(nameLength);
        int dataAt = nameAt + nameLength + statLength;
        byte[] packed = new byte[dataAt + Math.max(0, znode.dataLength)];
        packed[0] = (byte) flags;
        packed[1] = (byte) (znode.dataLength < 0 ? NULL_DATA : 0);
        INT.set(packed, DIGEST_AT, digest);
        putVarint(packed, NAME_LENGTH_AT, nameLength);
        System.arraycopy(name, nameFrom, packed, nameAt, nameLength);
        System.arraycopy(stat, 0, packed, nameAt + nameLength, statLength);
        if (znode.dataLength > 0) {
            System.arraycopy(znode.dataBytes, znode.dataOffset, packed, dataAt, znode.dataLength);
        }
        return packed;
    }

    /** Writes the fields that are present, returns the flags. */
    private int packStat(ZnodeRecord znode) {
        int flags = 0;
        statLength = putVarint(stat, 0, znode.czxid);
        flags |= putUnless(znode.mzxid - znode.czxid, SAME_MZXID);
        flags |= putUnless(znode.pzxid - znode.czxid, SAME_PZXID);
        statLength = putVarint(stat, statLength, znode.ctime);
        flags |= putUnless(znode.mtime - znode.ctime, SAME_MTIME);
        flags |= putUnless(znode.version, NO_VERSION);
        flags |= putUnless(znode.cversion, NO_CVERSION);
        flags |= putUnless(znode.aversion, NO_AVERSION);
        if (znode.ephemeralOwner == 0) {
            flags |= NO_OWNER;
        } else {
            LONG.set(stat, statLength, znode.ephemeralOwner);
            statLength += Long.BYTES;
        }
        if (znode.aclKey == AclTable.OPEN_KEY) {
            flags |= OPEN_ACL;
        } else {
            statLength = putVarint(stat, statLength, znode.aclKey);
        }
        return flags;
    }

    private int putUnless(long value, int flagWhenZero) {
        if (value == 0) {
            return flagWhenZero;
        }
        statLength = putVarint(stat, statLength, value << 1 ^ value >> 63);
        return 0;
    }

    /** Fills all of {@code into} but the path; its data is a slice of {@code packed}. */
    static void unpack(byte[] packed, ZnodeRecord into) {
        int flags = packed[0];
        // The data offset is the place of reading, until that is where the data begins.
        into.dataOffset = nameTo(packed);
        into.czxid = varint(packed, into);
        into.mzxid = into.czxid + zigzag(packed, into, flags & SAME_MZXID);
        into.pzxid = into.czxid + zigzag(packed, into, flags & SAME_PZXID);
        into.ctime = varint(packed, into);
        into.mtime = into.ctime + zigzag(packed, into, flags & SAME_MTIME);
        into.version = (int) zigzag(packed, into, flags & NO_VERSION);
        into.cversion = (int) zigzag(packed, into, flags & NO_CVERSION);
        into.aversion = (int) zigzag(packed, into, flags & NO_AVERSION);
        if ((flags & NO_OWNER) != 0) {
            into.ephemeralOwner = 0;
        } else {
            into.ephemeralOwner = (long) LONG.get(packed, into.dataOffset);
            into.dataOffset += Long.BYTES;
        }
        into.aclKey = (flags & OPEN_ACL) != 0 ? AclTable.OPEN_KEY : varint(packed, into);
        into.dataBytes = packed;
        into.dataLength = (packed[1] & NULL_DATA) != 0 ? -1 : packed.length - into.dataOffset;
    }

    /** What it was packed with. */
    static int digest(byte[] packed) {
        return (int) INT.get(packed, DIGEST_AT);
    }

    /** Where the name begins. */
    static int nameFrom(byte[] packed) {
        int at = NAME_LENGTH_AT;
        while (packed[at++] < 0) {
            // A longer length.
        }
        return at;
    }

    /** Where the name ends. */
    static int nameTo(byte[] packed) {
        int length = packed[NAME_LENGTH_AT];
        if (length >= 0) {
            return NAME_LENGTH_AT + 1 + length;
        }
        length &= 0x7f;
        int at = NAME_LENGTH_AT + 1;
        for (int shift = 7; ; shift += 7) {
            byte next = packed[at++];
            length |= (next & 0x7f) << shift;
            if (next >= 0) {
                return at + length;
            }
        }
    }

    static boolean nameEquals(byte[] packed, byte[] name, int from, int to) {
        int length = to - from;
        if (length <= 0x7f) {
            int at = NAME_LENGTH_AT + 1;
            return packed[NAME_LENGTH_AT] == length
                    && Arrays.equals(packed, at, at + length, name, from, to);
        }
        return Arrays.equals(packed, nameFrom(packed), nameTo(packed), name, from, to);
    }

    private static int varintLength(int value) {
        return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }

    private static int putVarint(byte[] bytes, int at, long value) {
        int next = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        return next;
    }

    private static long varint(byte[] packed, ZnodeRecord place) {
        int at = place.dataOffset;
        byte next = packed[at++];
        long value = next & 0x7f;
        for (int shift = 7; next < 0; shift += 7) {
            next = packed[at++];
            value |= (long) (next & 0x7f) << shift;
        }
        place.dataOffset = at;
        return value;
    }

    private static long zigzag(byte[] packed, ZnodeRecord place, int isZero) {
        if (isZero != 0) {
            return 0;
        }
        long value = varint(packed, place);
        return value >>> 1 ^ -(value & 1);
    }
}
