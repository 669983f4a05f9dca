package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.tree.TreeListener;

/** Ephemerals of sessions that the state does not know, as snapshots of other servers hold them. */
final class OrphansTest {
    private static final long NOBODY = 0x4711;

    private final PeerHarness harness = new PeerHarness();

    @Test
    void areEndedByATransactionAndNotBehindTheBackOfOthers() {
        for (String path : new String[] {"/a", "/b"}) {
            harness.peer
                    .tree()
                    .apply(
                            new TxnHeader(NOBODY, 0, 0, 0, OpCode.CREATE.code()),
                            new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, true, -1),
                            TreeListener.NONE);
        }
        harness.peer.replica().execute(harness.peer.replica()::closeOrphans);
        harness.run();
        assertThat(harness.journal.flushed).hasSize(1);
        assertThat(harness.peer.tree().ephemeralCount()).isEqualTo(2);
        harness.sync();
        assertThat(harness.peer.tree().ephemeralCount()).isZero();
        assertThat(harness.peer.tree().lastZxid()).isEqualTo(harness.journal.last());
    }
}
