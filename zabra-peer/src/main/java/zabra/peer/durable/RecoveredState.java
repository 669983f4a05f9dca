package zabra.peer.durable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.protocol.Zxid;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.LoggedTxn;
import zabra.storage.Recovery;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;

/**
 * Fills a tree from disk, comparing digests on the way: the one way in which a tree comes back. One
 * use, one thread.
 */
public final class RecoveredState implements Recovery.Target {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveredState.class);

    private final DataTree tree;
    private final boolean digests;
    private long expectedZxid = -1;
    private long expectedDigest;
    private boolean compareTxns = true;
    private long mismatches;

    /**
     * @param tree is filled
     * @param digests whether they are compared
     */
    public RecoveredState(DataTree tree, boolean digests) {
        this.tree = tree;
        this.digests = digests;
    }

    /** Digests that were not those of the tree after the same transaction. */
    public long mismatches() {
        return mismatches;
    }

    @Override
    public StateVisitor snapshot(long zxid) {
        expectedZxid = -1;
        // One that another server sent may say no digest: it holds parts of what follows it.
        compareTxns = false;
        return tree.load(zxid);
    }

    @Override
    public void snapshotDigest(long zxid, int version, long digest) {
        if (version != 2 || zxid == 0 || zxid < tree.lastZxid()) {
            return;
        }
        compareTxns = true;
        if (zxid == tree.lastZxid()) {
            compare("the snapshot", zxid, digest);
        } else {
            // A fuzzy snapshot: it is ahead of its name, and consistent again from zxid on.
            expectedZxid = zxid;
            expectedDigest = digest;
            compareTxns = false;
        }
    }

    @Override
    public void txn(LoggedTxn txn) {
        tree.apply(txn.header(), txn.txn(), TreeListener.NONE);
        long zxid = txn.header().zxid();
        if (zxid == expectedZxid) {
            compare("the snapshot", zxid, expectedDigest);
            compareTxns = true;
        } else if (compareTxns && txn.hasDigest()) {
            compare("the log", zxid, txn.digest());
        } else if (expectedZxid < 0 && txn.hasDigest()) {
            compareTxns = txn.digest() == tree.digest();
        }
    }

    private void compare(String source, long zxid, long expected) {
        if (digests && expected != tree.digest()) {
            if (mismatches++ > 0) {
                // One wrong znode makes every later digest wrong.
                return;
            }
            LOG.error(
                    "Digest mismatch at {}: {} says {}, the tree has {}. Later ones are only"
                        + " counted. The state may be damaged: compare it with the other servers or"
                        + " a backup.",
                    Zxid.toString(zxid),
                    source,
                    expected,
                    tree.digest());
        }
    }
}
