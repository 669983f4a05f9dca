package zabra.tree;

import zabra.protocol.Stat;
import zabra.protocol.snapshot.ZnodeRecord;

/** Reads a znode whichever form it has: packed leaf or {@link Directory}. */
final class Znodes {
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

    static int childCount(Object node) {
        return node instanceof Directory directory ? directory.childCount() : 0;
    }

    static int descendants(Object node) {
        return node instanceof Directory directory ? directory.descendants : 0;
    }

    static long bytesBelow(Object node) {
        return node instanceof Directory directory ? directory.bytesBelow : 0;
    }

    /** What clients see of a znode. */
    static Stat stat(ZnodeRecord znode, int childCount, TreeOptions options) {
        return new Stat(
                znode.czxid,
                znode.mzxid,
                znode.ctime,
                znode.mtime,
                znode.version,
                2 * znode.cversion - childCount,
                znode.aversion,
                options.session(znode.ephemeralOwner),
                Math.max(0, znode.dataLength),
                childCount,
                znode.pzxid);
    }
}
