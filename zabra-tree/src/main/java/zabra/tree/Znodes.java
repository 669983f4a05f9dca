package zabra.tree;

import zabra.protocol.JuteWriter;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.ZnodeRecord;

/** Reads a znode whichever form it has: packed leaf or {@link Directory}. */
final class Znodes {
    private static final byte[] NO_DATA = {};

    private Znodes() {}

    /** Fills all of {@code into} but the path. */
    static void unpack(Object node, ZnodeRecord into) {
        if (node instanceof Directory directory) {
            ZnodePacking.unpack(directory.packed, into);
            into.cversion = directory.cversion;
            into.pzxid = directory.pzxid;
        } else {
            ZnodePacking.unpack((byte[]) node, into);
        }
    }

    /** 0 … 2^32 - 1. */
    static long digest(Object node) {
        int digest =
                node instanceof Directory directory
                        ? directory.digest
                        : ZnodePacking.digest((byte[]) node);
        return Integer.toUnsignedLong(digest);
    }

    static int childCount(Object node) {
        return node instanceof Directory directory ? directory.childCount() : 0;
    }

    static int descendants(Object node) {
        return node instanceof Directory directory ? directory.descendants : 0;
    }

    static long bytesBelow(Object node) {
        return node instanceof Directory directory ? directory.bytesBelow : 0;
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
