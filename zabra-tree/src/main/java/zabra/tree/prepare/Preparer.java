package zabra.tree.prepare;

import zabra.tree.DataTree;
import zabra.tree.acl.Acls;

/**
 * Turns requests into transactions, against the tree and what is prepared but not yet applied.
 * Replica thread only.
 */
public final class Preparer {
    public Preparer(DataTree tree, SessionCheck sessions, Acls acls, PrepareOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Checks the request and makes its transaction at {@code zxid}, remembering its effect until
     * {@link #applied}. A refused write that consumes a zxid gives a {@code Txn.Failed}.
     */
    public Prepared prepare(WriteRequest request, long zxid, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** All up to {@code zxid} are applied to the tree: what was remembered of them is dropped. */
    public void applied(long zxid) {
        throw new UnsupportedOperationException();
    }

    /** Forgets everything not applied: it will never be (leadership lost). */
    public void reset() {
        throw new UnsupportedOperationException();
    }
}
