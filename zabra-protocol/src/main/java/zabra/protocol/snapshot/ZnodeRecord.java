package zabra.protocol.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * One znode as a snapshot holds it: a mutable cursor that a writer or reader of snapshots fills
 * anew for each znode, so that millions pass without garbage. Slices are valid only during the call
 * that hands the record over. Fields are public because this is a plain row, not an object with
 * behaviour.
 */
public final class ZnodeRecord {
    /** UTF-8 of the absolute path; the root is the empty path. */
    public byte[] pathBytes;

    public int pathOffset;
    public int pathLength;

    /** {@link #dataLength} -1 means null data. */
    public byte[] dataBytes;

    public int dataOffset;
    public int dataLength;

    /** Key of the ACL table; -1 is the open ACL. */
    public long aclKey;

    public long czxid;
    public long mzxid;
    public long ctime;
    public long mtime;
    public int version;

    /** The stored cversion: counts creates only. */
    public int cversion;

    public int aversion;

    /** See {@link zabra.protocol.EphemeralOwner}. */
    public long ephemeralOwner;

    public long pzxid;

    public String path() {
        return new String(pathBytes, pathOffset, pathLength, StandardCharsets.UTF_8);
    }
}
