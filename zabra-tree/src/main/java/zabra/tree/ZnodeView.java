package zabra.tree;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * A cursor that shows one znode unpacked; {@link DataTree#find} fills it. Valid until the next
 * change of the tree; reused for the next lookup. Not thread-safe: each reading thread has its own.
 */
public final class ZnodeView {
    private final ZnodeRecord record = new ZnodeRecord();
    private final ChildCursor children = new ChildCursor();
    private Znodes znodes;
    private int node;
    private List<Acl> acl;
    private TreeOptions options;

    void show(Znodes newZnodes, int ref, AclTable acls, TreeOptions newOptions) {
        znodes = newZnodes;
        node = ref;
        znodes.unpack(ref, record);
        acl = acls.list(record.aclKey);
        options = newOptions;
    }

    /** The children of the znode from the first on; null where it has none. */
    ChildCursor openChildren() {
        Directory directory = znodes.directory(node);
        if (directory == null) {
            return null;
        }
        children.open(directory);
        return children;
    }

    Chunks chunks() {
        return znodes.chunks();
    }

    public long czxid() {
        return record.czxid;
    }

    public long mzxid() {
        return record.mzxid;
    }

    public long pzxid() {
        return record.pzxid;
    }

    public long ctime() {
        return record.ctime;
    }

    public long mtime() {
        return record.mtime;
    }

    public int version() {
        return record.version;
    }

    /** The stored cversion: counts creates only. The wire shows {@code 2 * cversion - children}. */
    public int storedCversion() {
        return record.cversion;
    }

    public int aversion() {
        return record.aversion;
    }

    /** The stored owner, see {@link zabra.protocol.EphemeralOwner}. */
    public long ephemeralOwner() {
        return record.ephemeralOwner;
    }

    public int childCount() {
        return znodes.childCount(node);
    }

    public List<Acl> acl() {
        return acl;
    }

    /** The array that holds the data from {@link #dataOffset}; not to be written. */
    public byte[] dataArray() {
        return record.dataBytes;
    }

    public int dataOffset() {
        return record.dataOffset;
    }

    /** -1 where the data is null. */
    public int dataLength() {
        return record.dataLength;
    }

    /** Its digest, 0 … 2^32 - 1; 0 where the tree keeps none. */
    public long digest() {
        return znodes.digest(node);
    }

    /** As clients see it. */
    public Stat stat() {
        return Znodes.stat(record, childCount(), options);
    }

    /** Appends what {@link #stat} is, without making one. */
    public void writeStat(JuteWriter out) {
        Znodes.writeStat(record, childCount(), options, out);
    }
}
