package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;
import zabra.tree.TreeOptions;

class DigestHistoryTest {
    private final DigestHistory history = new DigestHistory();

    private DataTree treeAt(long zxid) {
        DataTree tree = new DataTree(TreeOptions.DEFAULT);
        apply(tree, zxid);
        return tree;
    }

    /** A znode of its own for each zxid, so that no two digests are equal. */
    private static void apply(DataTree tree, long zxid) {
        TxnHeader header = new TxnHeader(1, 0, zxid, zxid, OpCode.CREATE.code());
        Txn create = new Txn.Create(OpCode.CREATE, "/z" + zxid, null, null, false, 1);
        tree.apply(header, create, TreeListener.NONE);
    }

    @Test
    void keepsTheNewestOfEvery128thZxid() {
        DataTree tree = new DataTree(TreeOptions.DEFAULT);
        int last = 128 * 1030;
        for (long zxid = 1; zxid <= last; zxid++) {
            if (zxid % 64 == 0) {
                apply(tree, zxid);
                history.record(tree);
            }
        }
        assertThat(history.all()).hasSize(1024).containsEntry((long) last, tree.digest());
        assertThat(history.all().firstKey()).isEqualTo(128 * 7);
        assertThat(history.all().keySet()).allMatch(zxid -> zxid % 128 == 0);
    }

    @Test
    void forgetsWhatWasTruncated() {
        history.record(treeAt(128));
        history.record(treeAt(256));
        history.record(treeAt(384));
        DataTree other = treeAt(255);
        apply(other, 256);
        history.record(other);
        assertThat(history.all().keySet()).containsExactly(128L, 256L);
        assertThat(history.all()).containsEntry(256L, other.digest());
    }
}
