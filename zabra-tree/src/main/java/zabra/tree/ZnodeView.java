package zabra.tree;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.Stat;

/**
 * A cursor that shows one znode unpacked; {@link DataTree#find} fills it. Valid until the next
 * change of the tree; reused for the next lookup. Not thread-safe: each reading thread has its own.
 */
public final class ZnodeView {
    long czxid;
    long mzxid;
    long pzxid;
    long ctime;
    long mtime;
    int version;
    int cversion;
    int aversion;
    long ephemeralOwner;
    int childCount;
    List<Acl> acl;
    byte[] dataArray;
    int dataOffset;
    int dataLength;
    boolean extendedTypes;

    public long czxid() {
        return czxid;
    }

    public long mzxid() {
        return mzxid;
    }

    public long pzxid() {
        return pzxid;
    }

    public long ctime() {
        return ctime;
    }

    public long mtime() {
        return mtime;
    }

    public int version() {
        return version;
    }

    /** The stored cversion: counts creates only. The wire shows {@code 2 * cversion - children}. */
    public int storedCversion() {
        return cversion;
    }

    public int aversion() {
        return aversion;
    }

    /** The stored owner, see {@link zabra.protocol.EphemeralOwner}. */
    public long ephemeralOwner() {
        return ephemeralOwner;
    }

    public int childCount() {
        return childCount;
    }

    public List<Acl> acl() {
        return acl;
    }

    /** The array that holds the data from {@link #dataOffset}; not to be written. */
    public byte[] dataArray() {
        return dataArray;
    }

    public int dataOffset() {
        return dataOffset;
    }

    /** -1 where the data is null. */
    public int dataLength() {
        return dataLength;
    }

    /** As clients see it. */
    public Stat stat() {
        throw new UnsupportedOperationException();
    }
}
