package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.EphemeralOwner;
import zabra.protocol.Id;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

class TreeLoaderTest {
    private static final List<Acl> PRIVATE = List.of(new Acl(31, new Id("digest", "a:b")));

    private final DataTree tree = new DataTree(new TreeOptions(true, false, true));
    private final ZnodeView view = new ZnodeView();

    @Test
    void changesNothingBeforeTheEnd() {
        create("/old", 1);
        StateVisitor load = tree.load(9);
        load.begin(1, 0);
        load.session(5, 1000);
        load.znode(record("", "", -1));
        load.znode(record("/new", "x", -1));
        assertThat(tree.find("/old", view)).isTrue();
        assertThat(tree.find("/new", view)).isFalse();
        assertThat(tree.sessions()).isEmpty();
        assertThat(tree.lastZxid()).isEqualTo(1);
        load.end();
        assertThat(tree.find("/old", view)).isFalse();
        assertThat(tree.find("/new", view)).isTrue();
        assertThat(tree.sessions()).containsOnlyKeys(5L);
        assertThat(tree.lastZxid()).isEqualTo(9);
        assertThatThrownBy(load::end).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAZnodeWithoutAParent() {
        StateVisitor load = tree.load(9);
        load.begin(0, 0);
        load.znode(record("", "", -1));
        load.znode(record("/a", "", -1));
        for (String path : List.of("/b/c", "/a/", "a", "/a//b")) {
            assertThatThrownBy(() -> load.znode(record(path, "", -1)))
                    .isInstanceOf(MarshallingException.class)
                    .hasMessageContaining(path);
        }
        // Nothing of the refused ones is left behind.
        load.znode(record("/a/b", "", -1));
        load.end();
        assertThat(tree.znodeCount()).isEqualTo(6);
    }

    @Test
    void takesZnodesInAnyOrderOfParentsBeforeChildren() {
        StateVisitor load = tree.load(9);
        load.begin(0, 0);
        for (String path :
                List.of("/", "/a", "/b", "/a/x", "/b/x", "/a/y", "/a/x/1", "/a/z", "/b/y")) {
            load.znode(record(path, path, -1));
        }
        load.end();
        assertThat(tree.countDescendants("/a")).isEqualTo(4);
        assertThat(tree.countDescendants("/b")).isEqualTo(2);
        assertThat(tree.find("/a/x/1", view)).isTrue();
        assertThat(view.dataLength()).isEqualTo(6);
        assertThat(tree.find("/", view)).isTrue();
        assertThat(view.dataLength()).isEqualTo(1);
    }

    @Test
    void aZnodeHandedOverTwiceIsTheLast() {
        StateVisitor load = tree.load(9);
        load.begin(0, 1);
        load.acl(4, PRIVATE);
        load.znode(record("", "", -1));
        ZnodeRecord first = record("/a", "abc", 4);
        first.ephemeralOwner = 5;
        load.znode(first);
        load.znode(record("/a/b", "", -1));
        ZnodeRecord second = record("/a", "abcde", 4);
        second.cversion = 3;
        load.znode(second);
        load.end();
        assertThat(tree.find("/a", view)).isTrue();
        assertThat(view.acl()).isEqualTo(PRIVATE);
        assertThat(view.storedCversion()).isEqualTo(3);
        assertThat(view.childCount()).isEqualTo(1);
        assertThat(tree.ephemeralCount()).isZero();
        DataTree again = new DataTree(TreeOptions.DEFAULT);
        tree.image().accept(again.load(9));
        assertThat(tree.digest()).isEqualTo(again.digest());
        assertThat(tree.dataSize()).isEqualTo(again.dataSize());
    }

    @Test
    void givesAclsKeysOfItsOwnAndKeepsTheCallersRecord() {
        StateVisitor load = tree.load(9);
        load.begin(0, 3);
        load.acl(1_000_000_000_000L, PRIVATE);
        load.acl(7, Acl.READABLE);
        load.acl(8, List.of(new Acl(3, new Id("ip", "unused"))));
        ZnodeRecord record = record("/a", "", 1_000_000_000_000L);
        load.znode(record);
        assertThat(record.aclKey).isEqualTo(1_000_000_000_000L);
        load.znode(record("/b", "", 7));
        load.end();
        assertThat(tree.find("/a", view)).isTrue();
        assertThat(view.acl()).isEqualTo(PRIVATE);
        assertThat(tree.find("/b", view)).isTrue();
        assertThat(view.acl()).isEqualTo(Acl.READABLE);
        int[] acls = new int[1];
        tree.image().accept(new CountingAcls(acls));
        assertThat(acls[0]).as("the unused one is gone").isEqualTo(2);
    }

    @Test
    void nobodyMayUseAZnodeWhoseAclIsMissing() {
        StateVisitor load = tree.load(9);
        load.begin(0, 0);
        load.znode(record("/a", "", 3));
        load.end();
        assertThat(tree.find("/a", view)).isTrue();
        assertThat(view.acl()).containsExactly(new Acl(0, Id.ANYONE));
    }

    @Test
    void rebuildsTheIndexesOfOwners() {
        StateVisitor load = tree.load(9);
        load.begin(0, 0);
        for (Object[] each :
                new Object[][] {
                    {"/e", 77L}, {"/c", EphemeralOwner.CONTAINER}, {"/t", EphemeralOwner.ofTtl(5)}
                }) {
            ZnodeRecord record = record((String) each[0], "", -1);
            record.ephemeralOwner = (long) each[1];
            load.znode(record);
        }
        load.end();
        assertThat(tree.ephemerals(77)).containsExactly("/e");
        assertThat(tree.containers()).containsExactly("/c");
        assertThat(tree.ttlNodes()).containsExactly("/t");
    }

    @Test
    void addsTheFixedZnodesThatAreMissing() {
        StateVisitor load = tree.load(9);
        load.begin(0, 0);
        load.znode(record("", "", -1));
        load.end();
        assertThat(tree.znodeCount()).isEqualTo(4);
        assertThat(tree.digest()).isEqualTo(0x51C6D660L);
        assertThat(tree.find("/zookeeper/config", view)).isTrue();
        assertThat(view.acl()).isEqualTo(Acl.READABLE);
    }

    private record CountingAcls(int[] acls) implements StateVisitor {
        @Override
        public void begin(int sessionCount, int aclCount) {
            assertThat(aclCount).isEqualTo(2);
        }

        @Override
        public void session(long sessionId, int timeoutMillis) {}

        @Override
        public void acl(long key, List<Acl> acl) {
            acls[0]++;
        }

        @Override
        public void znode(ZnodeRecord record) {}

        @Override
        public void end() {}
    }

    private void create(String path, long zxid) {
        tree.apply(
                new TxnHeader(1, 1, zxid, zxid, 0),
                new Txn.Create(OpCode.CREATE, path, null, Acl.OPEN, false, -1),
                TreeListener.NONE);
    }

    private static ZnodeRecord record(String path, String data, long aclKey) {
        // As a reader of a file has it: slices inside a larger buffer.
        byte[] buffer = ("##" + path + data + "##").getBytes(StandardCharsets.UTF_8);
        ZnodeRecord record = new ZnodeRecord();
        record.pathBytes = buffer;
        record.pathOffset = 2;
        record.pathLength = path.length();
        record.dataBytes = buffer;
        record.dataOffset = 2 + path.length();
        record.dataLength = data.length();
        record.aclKey = aclKey;
        return record;
    }
}
