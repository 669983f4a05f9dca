package zabra.tree;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/**
 * The replicated state: znodes, session table, ACL table.
 *
 * <p>Threads: one writer (the replica thread) calls {@link #apply} and the loader, always inside the
 * write side of the tree lock; readers call {@link #find} and the other questions inside its read
 * side. The class takes no lock itself.
 */
public final class DataTree {
    public DataTree(TreeOptions options) {
        throw new UnsupportedOperationException();
    }

    /** The last applied transaction. */
    public long lastZxid() {
        throw new UnsupportedOperationException();
    }

    /** Digest version 2 of the whole tree; 0 when digests are off. */
    public long digest() {
        throw new UnsupportedOperationException();
    }

    /** Fills {@code view} with the znode at the UTF-8 path; false where there is none. "" is "/". */
    public boolean find(byte[] utf8, int offset, int length, ZnodeView view) {
        throw new UnsupportedOperationException();
    }

    /** As the other, for a path at hand as a string. */
    public boolean find(String path, ZnodeView view) {
        throw new UnsupportedOperationException();
    }

    /**
     * Hands each child name of the znode last found into {@code view}, as UTF-8 slices, to {@code
     * names}; any order, the same for the same tree.
     */
    public void children(ZnodeView view, NameVisitor names) {
        throw new UnsupportedOperationException();
    }

    /** Takes one child name: {@code length} bytes of {@code utf8} from {@code offset}. */
    public interface NameVisitor {
        void name(byte[] utf8, int offset, int length);
    }

    /** All descendants of {@code path}, without itself; -1 where it is absent. */
    public int countDescendants(String path) {
        throw new UnsupportedOperationException();
    }

    /** Applies one transaction: idempotent, never fails. */
    public Applied apply(TxnHeader header, Txn txn, TreeListener listener) {
        throw new UnsupportedOperationException();
    }

    /** The paths of the ephemerals of a session; a copy, in path order. */
    public List<String> ephemerals(long sessionId) {
        throw new UnsupportedOperationException();
    }

    /** Every session that owns ephemerals, with their paths. */
    public void forEachEphemeralOwner(BiConsumer<Long, List<String>> consumer) {
        throw new UnsupportedOperationException();
    }

    /** The replicated session table, id to timeout in milliseconds; unmodifiable view. */
    public Map<Long, Integer> sessions() {
        throw new UnsupportedOperationException();
    }

    /** The paths of all container znodes, of all TTL znodes: copies. */
    public List<String> containers() {
        throw new UnsupportedOperationException();
    }

    public List<String> ttlNodes() {
        throw new UnsupportedOperationException();
    }

    public int znodeCount() {
        throw new UnsupportedOperationException();
    }

    public int ephemeralCount() {
        throw new UnsupportedOperationException();
    }

    /** Path bytes and data bytes of all znodes. */
    public long dataSize() {
        throw new UnsupportedOperationException();
    }

    /** Quota limits and usage. */
    public Quotas quotas() {
        throw new UnsupportedOperationException();
    }

    /** The ACL of a table key; -1 is the open ACL. */
    List<Acl> acl(long key) {
        throw new UnsupportedOperationException();
    }

    /**
     * The state of this instant, O(sessions + ACLs); the znodes are shared and copied on the
     * writer's next change of each. Writer thread only; the image may be read from any thread.
     */
    public StateImage image() {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins a fresh state from the pieces of a snapshot. After {@link StateVisitor#end} this tree
     * holds it, with {@code lastZxid} as its last transaction; quotas and digest are recomputed. Before
     * {@code end}, or when a piece throws, this tree is unchanged.
     */
    public StateVisitor load(long lastZxid) {
        throw new UnsupportedOperationException();
    }
}
