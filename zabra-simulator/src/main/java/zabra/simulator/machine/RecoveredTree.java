package zabra.simulator.machine;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import zabra.protocol.JuteWriter;
import zabra.protocol.Zxid;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.LoggedTxn;
import zabra.simulator.check.Violation;
import zabra.storage.Recovery;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;

/** Fills a tree from a disk, and does not take a digest that differs. */
final class RecoveredTree implements Recovery.Target {
    private final String server;
    private final DataTree tree;
    private final NavigableMap<Long, byte[]> log = new TreeMap<>();

    RecoveredTree(String server, DataTree tree) {
        this.server = server;
        this.tree = tree;
    }

    Recovery.Recovered from(Recovery recovery) throws IOException {
        return recovery.recover(this);
    }

    /** The transactions that were replayed, as logged. */
    NavigableMap<Long, byte[]> log() {
        return log;
    }

    @Override
    public StateVisitor snapshot(long zxid) {
        log.clear();
        return tree.load(zxid);
    }

    @Override
    public void snapshotDigest(long zxid, int version, long digest) {
        if (version == 2 && zxid != 0) {
            compare("the snapshot", zxid, digest);
        }
    }

    @Override
    public void txn(LoggedTxn txn) {
        JuteWriter out = new JuteWriter();
        txn.write(out);
        log.put(txn.header().zxid(), out.toByteArray());
        tree.apply(txn.header(), txn.txn(), TreeListener.NONE);
        if (txn.hasDigest()) {
            compare("the log", txn.header().zxid(), txn.digest());
        }
    }

    private void compare(String source, long zxid, long digest) {
        if (tree.lastZxid() != zxid || tree.digest() != digest) {
            throw new Violation(
                    "digest after recovery",
                    "%s: %s says %x at %s, the tree has %x at %s"
                            .formatted(
                                    server,
                                    source,
                                    digest,
                                    Zxid.toString(zxid),
                                    tree.digest(),
                                    Zxid.toString(tree.lastZxid())));
        }
    }
}
