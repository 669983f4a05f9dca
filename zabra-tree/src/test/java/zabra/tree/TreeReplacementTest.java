package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** A tree that takes over the state of another. */
class TreeReplacementTest {
    private final DataTree tree = new DataTree(TreeOptions.DEFAULT, 1);
    private final DataTree other = new DataTree(TreeOptions.DEFAULT, 2);
    private final ZnodeView view = new ZnodeView();

    private static void apply(DataTree tree, long session, long zxid, Txn txn) {
        tree.apply(new TxnHeader(session, 1, zxid, 5, 0), txn, TreeListener.NONE);
    }

    private static void create(DataTree tree, String path, long session, long zxid) {
        byte[] data = path.getBytes(StandardCharsets.UTF_8);
        apply(
                tree,
                session,
                zxid,
                new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, session != 0, -1));
    }

    private static List<String> shown(StateImage image) {
        List<String> pieces = new ArrayList<>();
        image.accept(
                new StateVisitor() {
                    @Override
                    public void begin(int sessionCount, int aclCount) {}

                    @Override
                    public void session(long sessionId, int timeoutMillis) {
                        pieces.add(sessionId + " " + timeoutMillis);
                    }

                    @Override
                    public void acl(long key, List<Acl> acl) {
                        pieces.add(key + " " + acl);
                    }

                    @Override
                    public void znode(ZnodeRecord record) {
                        pieces.add(record.path() + " " + record.dataLength + " " + record.mzxid);
                    }

                    @Override
                    public void end() {
                        pieces.add("end");
                    }
                });
        return pieces;
    }

    private void fill() {
        apply(tree, 3, 1, new Txn.CreateSession(1000));
        create(tree, "/old", 0, 2);
        create(tree, "/old/e", 3, 3);
        apply(other, 8, 0x100000001L, new Txn.CreateSession(8000));
        apply(other, 9, 0x100000002L, new Txn.CreateSession(9000));
        create(other, "/new", 0, 0x100000003L);
        create(other, "/new/e", 9, 0x100000004L);
        create(other, "/zookeeper/quota/new", 0, 0x100000005L);
        apply(
                other,
                0,
                0x100000006L,
                new Txn.Create(
                        OpCode.CREATE,
                        "/zookeeper/quota/new/zookeeper_limits",
                        "count=5,bytes=-1".getBytes(StandardCharsets.UTF_8),
                        Acl.READABLE,
                        false,
                        -1));
    }

    @Test
    void itHoldsAllThatTheOtherHeld() {
        fill();
        Map<Long, Integer> sessions = tree.sessions();
        Quotas quotas = tree.quotas();
        long digest = other.digest();
        List<String> state = shown(other.image());
        tree.become(other);
        assertThat(shown(tree.image())).isEqualTo(state);
        assertThat(tree.digest()).isEqualTo(digest);
        assertThat(tree.lastZxid()).isEqualTo(0x100000006L);
        assertThat(tree.find("/old", view)).isFalse();
        assertThat(tree.find("/new/e", view)).isTrue();
        assertThat(tree.ephemerals(9)).containsExactly("/new/e");
        assertThat(tree.ephemerals(3)).isEmpty();
        // Views that were handed out before show it.
        assertThat(sessions).containsExactly(Map.entry(8L, 8000), Map.entry(9L, 9000));
        assertThat(quotas.covering("/new/x"))
                .isEqualTo(tree.quotas().covering("/new/x"))
                .isNotNull();
    }

    @Test
    void imagesOfBothStayWhatTheyAre() {
        fill();
        StateImage old = tree.image();
        List<String> oldShown = shown(old);
        create(tree, "/old/later", 0, 4);
        StateImage taken = other.image();
        List<String> takenShown = shown(taken);
        tree.become(other);
        create(tree, "/new/child", 0, 0x100000007L);
        apply(tree, 9, 0x100000008L, new Txn.CloseSession(List.of("/new/e")));
        apply(tree, 0, 0x100000009L, new Txn.SetData(OpCode.SET_DATA, "/new", new byte[99], 7));
        assertThat(shown(old)).isEqualTo(oldShown);
        assertThat(shown(taken)).isEqualTo(takenShown);
        assertThat(taken.lastZxid()).isEqualTo(0x100000006L);
        assertThat(tree.find("/new/e", view)).isFalse();
        assertThat(tree.find("/new/child", view)).isTrue();
    }

    @Test
    void theOtherBeginsAnewAndSharesNothing() {
        fill();
        tree.become(other);
        List<String> state = shown(tree.image());
        assertThat(shown(other.image()))
                .isEqualTo(shown(new DataTree(TreeOptions.DEFAULT, 2).image()));
        assertThat(other.sessions()).isEmpty();
        assertThat(other.lastZxid()).isZero();
        create(other, "/new", 0, 1);
        create(other, "/new/x", 0, 2);
        assertThat(shown(tree.image())).isEqualTo(state);
    }

    @Test
    void aTreeThatCountsOtherwiseIsRefused() {
        DataTree extended = new DataTree(new TreeOptions(true, false, true));
        assertThatThrownBy(() -> tree.become(extended))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.become(tree)).isInstanceOf(IllegalArgumentException.class);
    }
}
