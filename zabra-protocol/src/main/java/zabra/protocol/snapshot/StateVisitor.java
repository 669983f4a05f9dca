package zabra.protocol.snapshot;

import java.util.List;
import zabra.protocol.Acl;

/**
 * Takes a whole replicated state piece by piece, in the order of a snapshot file: all sessions, all
 * ACLs, then all znodes, each parent before its children, the root (empty path) first; {@link #end}
 * last. Who reads a snapshot file and who walks a tree both drive it.
 */
public interface StateVisitor {
    /** Called first with the exact number of sessions and ACL table entries to come. */
    void begin(int sessionCount, int aclCount);

    void session(long sessionId, int timeoutMillis);

    /** An entry of the ACL table; {@code key >= 1}. */
    void acl(long key, List<Acl> acl);

    /** The record is the caller's and valid only during the call. */
    void znode(ZnodeRecord record);

    /** Every piece was handed over. */
    void end();
}
