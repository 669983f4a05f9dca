package zabra.tree;

import zabra.protocol.JuteWriter;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Reads znodes, leaf or with children, by reference. Any thread may, while nobody changes them.
 *
 * @param chunks where they lie
 * @param directories what those with children have beside
 */
record Znodes(Chunks chunks, Directories directories) {
    private static final byte[] NO_DATA = {};

    /** Fills all of {@code into} but the path. */
    void unpack(int ref, ZnodeRecord into) {
        byte[] packed = chunks.array(ref);
        int at = chunks.offset(ref);
        ZnodePacking.unpack(packed, at, into);
        int number = ZnodePacking.directory(packed, at);
        if (number != 0) {
            Directory directory = directories.get(number);
            into.cversion = directory.cversion;
            into.pzxid = directory.pzxid;
        }
    }

    boolean isName(int ref, byte[] name, int from, int to) {
        return ZnodePacking.nameEquals(chunks.array(ref), chunks.offset(ref), name, from, to);
    }

    /** Null for a leaf. */
    Directory directory(int ref) {
        int number = directoryNumber(ref);
        return number == 0 ? null : directories.get(number);
    }

    /** 0 for a leaf. */
    int directoryNumber(int ref) {
        return ZnodePacking.directory(chunks.array(ref), chunks.offset(ref));
    }

    /** 0 … 2^32 - 1. */
    long digest(int ref) {
        Directory directory = directory(ref);
        int digest =
                directory == null
                        ? ZnodePacking.digest(chunks.array(ref), chunks.offset(ref))
                        : directory.digest;
        return Integer.toUnsignedLong(digest);
    }

    int childCount(int ref) {
        Directory directory = directory(ref);
        return directory == null ? 0 : directory.childCount();
    }

    int descendants(int ref) {
        Directory directory = directory(ref);
        return directory == null ? 0 : directory.descendants;
    }

    long bytesBelow(int ref) {
        Directory directory = directory(ref);
        return directory == null ? 0 : directory.bytesBelow;
    }

    /** As at zxid 0: empty data, open ACL, all else zero. */
    static void clear(ZnodeRecord into, byte[] path, int pathLength) {
        into.pathBytes = path;
        into.pathOffset = 0;
        into.pathLength = pathLength;
        into.czxid = 0;
        into.mzxid = 0;
        into.pzxid = 0;
        into.ctime = 0;
        into.mtime = 0;
        into.version = 0;
        into.cversion = 0;
        into.aversion = 0;
        into.ephemeralOwner = 0;
        into.aclKey = AclTable.OPEN_KEY;
        setData(into, NO_DATA);
    }

    static void setData(ZnodeRecord into, byte[] data) {
        into.dataBytes = data;
        into.dataOffset = 0;
        into.dataLength = data == null ? -1 : data.length;
    }

    /** What clients see of a znode. */
    static Stat stat(ZnodeRecord znode, int childCount, TreeOptions options) {
        return new Stat(
                znode.czxid,
                znode.mzxid,
                znode.ctime,
                znode.mtime,
                znode.version,
                seenCversion(znode, childCount),
                znode.aversion,
                options.session(znode.ephemeralOwner),
                Math.max(0, znode.dataLength),
                childCount,
                znode.pzxid);
    }

    /** The same as it goes over the wire. */
    static void writeStat(ZnodeRecord znode, int childCount, TreeOptions options, JuteWriter out) {
        Stat.write(
                out,
                znode.czxid,
                znode.mzxid,
                znode.ctime,
                znode.mtime,
                znode.version,
                seenCversion(znode, childCount),
                znode.aversion,
                options.session(znode.ephemeralOwner),
                Math.max(0, znode.dataLength),
                childCount,
                znode.pzxid);
    }

    /** Creates and deletes of children; stored are the creates. */
    private static int seenCversion(ZnodeRecord znode, int childCount) {
        return 2 * znode.cversion - childCount;
    }
}
