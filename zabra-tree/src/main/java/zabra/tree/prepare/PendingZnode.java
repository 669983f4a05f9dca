package zabra.tree.prepare;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * A znode as it will be once all that is prepared is applied. Mutable, reused; only {@link
 * PendingTree} changes one.
 */
final class PendingZnode {
    String path;
    final ZnodeRecord row = new ZnodeRecord();
    List<Acl> acl;
    int childCount;

    /** False for one that is deleted, which the tree does not know yet. */
    boolean exists;

    /** Of the row as it stands. */
    long digest;

    /** Whether the pending tree holds it, rather than that it shows a znode of the tree. */
    boolean isPending;

    /** The last prepared transaction that changed it. */
    long lastZxid;

    /** The length of the data; null counts as 0. */
    int dataLength() {
        return Math.max(0, row.dataLength);
    }

    void data(byte[] data) {
        row.dataBytes = data;
        row.dataOffset = 0;
        row.dataLength = data == null ? -1 : data.length;
    }

    /** All but the path, which never changes while it is pending. */
    void copyFrom(PendingZnode other) {
        ZnodeRecord from = other.row;
        row.dataBytes = from.dataBytes;
        row.dataOffset = from.dataOffset;
        row.dataLength = from.dataLength;
        row.czxid = from.czxid;
        row.mzxid = from.mzxid;
        row.pzxid = from.pzxid;
        row.ctime = from.ctime;
        row.mtime = from.mtime;
        row.version = from.version;
        row.cversion = from.cversion;
        row.aversion = from.aversion;
        row.ephemeralOwner = from.ephemeralOwner;
        acl = other.acl;
        childCount = other.childCount;
        exists = other.exists;
        digest = other.digest;
        isPending = other.isPending;
        lastZxid = other.lastZxid;
    }
}
