package zabra.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * A znode as one run of bytes. What holds for most znodes is a flag; a field is present only where
 * its flag is not set:
 *
 * <pre>
 * byte    flags: 1 mzxid = czxid, 2 pzxid = czxid, 4 mtime = ctime, 8 version = 0,
 *                16 cversion = 0, 32 aversion = 0, 64 owner = 0, 128 open ACL
 * byte    more flags: 1 null data, 2 it has children
 * 4 bytes its digest, or the number of its {@link Directory}; little-endian
 * varint  length of name, name
 * varint  czxid, [zigzag mzxid - czxid], [zigzag pzxid - czxid]
 * varint  ctime, [zigzag mtime - ctime]
 * [zigzag version], [zigzag cversion], [zigzag aversion], [8 bytes owner], [varint ACL key]
 * varint  length of data, data
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
    private static final int DIRECTORY = 2;

    private static final int NUMBER_AT = 2;
    private static final int NAME_LENGTH_AT = NUMBER_AT + Integer.BYTES;
    private static final int STAT_BYTES_MAX = 9 * 10 + 8 + 5;

    private final byte[] stat = new byte[STAT_BYTES_MAX];
    private int statLength;
    private int flags;

    /** How long a znode is under a name of that length; {@link #write} is to follow. */
    int measure(int nameLength, ZnodeRecord znode) {
        flags = packStat(znode);
        statLength = putVarint(stat, statLength, Math.max(0, znode.dataLength));
        return NAME_LENGTH_AT
                + varintLength(nameLength)
                + nameLength
                + statLength
                + Math.max(0, znode.dataLength);
    }

    /**
     * Writes the stat, ACL key and data of the znode just measured under the name in the slice; of
     * one that is written in the place where it was, name and data may be slices of that place.
     *
     * @param directory the number of its directory, 0 for a leaf
     * @param digest of a leaf
     */
    void write(
            byte[] into,
            int at,
            byte[] name,
            int nameFrom,
            int nameTo,
            ZnodeRecord znode,
            int directory,
            int digest) {
        int nameLength = nameTo - nameFrom;
        int nameAt = at + NAME_LENGTH_AT + varintLength(nameLength);
        int statAt = nameAt + nameLength;
        // The data first: it may be where the stat goes.
        if (znode.dataLength > 0) {
            System.arraycopy(
                    znode.dataBytes, znode.dataOffset, into, statAt + statLength, znode.dataLength);
        }
        System.arraycopy(name, nameFrom, into, nameAt, nameLength);
        System.arraycopy(stat, 0, into, statAt, statLength);
        into[at] = (byte) flags;
        into[at + 1] =
                (byte) ((znode.dataLength < 0 ? NULL_DATA : 0) | (directory != 0 ? DIRECTORY : 0));
        INT.set(into, at + NUMBER_AT, directory != 0 ? directory : digest);
        putVarint(into, at + NAME_LENGTH_AT, nameLength);
    }

    /** Makes a leaf one with children. */
    static void open(byte[] packed, int at, int directory) {
        packed[at + 1] |= DIRECTORY;
        INT.set(packed, at + NUMBER_AT, directory);
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
    static void unpack(byte[] packed, int begin, ZnodeRecord into) {
        int flags = packed[begin];
        // The data offset is the place of reading, until that is where the data begins.
        into.dataOffset = nameTo(packed, begin);
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
        int dataLength = (int) varint(packed, into);
        into.dataBytes = packed;
        into.dataLength = (packed[begin + 1] & NULL_DATA) != 0 ? -1 : dataLength;
    }

    /** All its bytes; {@code scratch} holds it afterwards. */
    static int length(byte[] packed, int at, ZnodeRecord scratch) {
        unpack(packed, at, scratch);
        return scratch.dataOffset + Math.max(0, scratch.dataLength) - at;
    }

    /** The number of its directory; 0 for a leaf. */
    static int directory(byte[] packed, int at) {
        return (packed[at + 1] & DIRECTORY) == 0 ? 0 : (int) INT.get(packed, at + NUMBER_AT);
    }

    /** What a leaf was packed with. */
    static int digest(byte[] packed, int at) {
        return (int) INT.get(packed, at + NUMBER_AT);
    }

    /** Where the name begins. */
    static int nameFrom(byte[] packed, int begin) {
        int at = begin + NAME_LENGTH_AT;
        while (packed[at++] < 0) {
            // A longer length.
        }
        return at;
    }

    /** Where the name ends. */
    static int nameTo(byte[] packed, int begin) {
        int length = packed[begin + NAME_LENGTH_AT];
        if (length >= 0) {
            return begin + NAME_LENGTH_AT + 1 + length;
        }
        length &= 0x7f;
        int at = begin + NAME_LENGTH_AT + 1;
        for (int shift = 7; ; shift += 7) {
            byte next = packed[at++];
            length |= (next & 0x7f) << shift;
            if (next >= 0) {
                return at + length;
            }
        }
    }

    static boolean nameEquals(byte[] packed, int begin, byte[] name, int from, int to) {
        int length = to - from;
        if (length <= 0x7f) {
            int at = begin + NAME_LENGTH_AT + 1;
            return packed[begin + NAME_LENGTH_AT] == length
                    && Arrays.equals(packed, at, at + length, name, from, to);
        }
        return Arrays.equals(
                packed, nameFrom(packed, begin), nameTo(packed, begin), name, from, to);
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
