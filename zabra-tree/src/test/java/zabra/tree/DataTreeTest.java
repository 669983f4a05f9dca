package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.EphemeralOwner;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

class DataTreeTest {
    private static final long SESSION = 0x1_0000_0e67_be00_00L;
    private static final long TIME = 1795354021446L;
    private static final List<Acl> PRIVATE = List.of(new Acl(31, new Id("digest", "a:b")));

    private final DataTree tree = new DataTree(new TreeOptions(true, false, true));
    private final ZnodeView view = new ZnodeView();
    private final List<String> events = new ArrayList<>();
    private final TreeListener listener = new Recorder();

    private final class Recorder implements TreeListener {
        @Override
        public void created(
                String path, List<Acl> acl, String parent, List<Acl> parentAcl, long zxid) {
            events.add(
                    zxid
                            + " created "
                            + path
                            + " "
                            + name(acl)
                            + " in "
                            + parent
                            + " "
                            + name(parentAcl));
        }

        @Override
        public void deleted(
                String path, List<Acl> acl, String parent, List<Acl> parentAcl, long zxid) {
            events.add(
                    zxid
                            + " deleted "
                            + path
                            + " "
                            + name(acl)
                            + " in "
                            + parent
                            + " "
                            + name(parentAcl));
        }

        @Override
        public void dataChanged(String path, List<Acl> acl, long zxid) {
            events.add(zxid + " changed " + path + " " + name(acl));
        }

        private String name(List<Acl> acl) {
            return acl.equals(Acl.OPEN) ? "open" : acl.equals(PRIVATE) ? "private" : "" + acl;
        }
    }

    @Test
    void holdsTheFixedZnodesFromTheStart() {
        assertThat(tree.znodeCount()).isEqualTo(4);
        assertThat(tree.countDescendants("/")).isEqualTo(3);
        assertThat(tree.dataSize()).isEqualTo(44);
        assertThat(tree.lastZxid()).isZero();
        assertThat(tree.digest()).isEqualTo(0x51C6D660L);
        assertThat(stat("/")).isEqualTo(new Stat(0, 0, 0, 0, 0, -1, 0, 0, 0, 1, 0));
        assertThat(stat("/zookeeper")).isEqualTo(new Stat(0, 0, 0, 0, 0, -2, 0, 0, 0, 2, 0));
        assertThat(stat("/zookeeper/quota")).isEqualTo(new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(stat("/zookeeper/config")).isEqualTo(new Stat(0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0));
        assertThat(view.acl()).isEqualTo(Acl.READABLE);
        assertThat(view.dataLength()).isZero();
    }

    @Test
    void keepsTheDigestThatTheReferenceLogged() {
        apply(0x100000001L, new Txn.CreateSession(10000));
        assertThat(tree.digest()).isEqualTo(0x51C6D660L);
        Applied applied = apply(0x100000002L, create("/a", "hello", 1));
        assertThat(tree.digest()).isEqualTo(0x168AB2BEAL);
        assertThat(applied.stat())
                .isEqualTo(
                        new Stat(
                                0x100000002L,
                                0x100000002L,
                                TIME,
                                TIME,
                                0,
                                0,
                                0,
                                0,
                                5,
                                0,
                                0x100000002L));
        assertThat(tree.lastZxid()).isEqualTo(0x100000002L);
    }

    @Test
    void findsOnlyWellFormedPaths() {
        apply(1, create("/a", "", 1));
        apply(2, create("/a/b", "", 1));
        for (String path : List.of("", "/", "/a", "/a/b")) {
            assertThat(tree.find(path, view)).as(path).isTrue();
        }
        for (String path :
                List.of("/a/", "//a", "/a//b", "a", "//", "/a/b/", "/b", "/a/b/c", "a/b")) {
            assertThat(tree.find(path, view)).as(path).isFalse();
            assertThat(tree.countDescendants(path)).as(path).isEqualTo(-1);
        }
        byte[] slice = "xx/a/byy".getBytes(StandardCharsets.UTF_8);
        assertThat(tree.find(slice, 2, 4, view)).isTrue();
        assertThat(view.czxid()).isEqualTo(2);
    }

    @Test
    void passesOverChangesOfMalformedOrMissingPaths() {
        long before = tree.digest();
        for (String path : List.of("", "/", "a", "//a", "/a/", "/none/a")) {
            assertThat(apply(1, create(path, "x", -1)).stat()).as(path).isNull();
            apply(1, new Txn.Delete(OpCode.DELETE, path));
        }
        assertThat(apply(1, setData("/none", "x", 1)).stat()).isNull();
        assertThat(apply(1, new Txn.SetAcl("/none", PRIVATE, 1)).stat()).isNull();
        assertThat(tree.znodeCount()).isEqualTo(4);
        assertThat(events).isEmpty();
        // A delete counts in its parent's pzxid even when the child is gone.
        apply(2, new Txn.Delete(OpCode.DELETE, "/gone"));
        assertThat(stat("/").pzxid()).isEqualTo(2);
        assertThat(tree.digest()).isNotEqualTo(before);
    }

    @Test
    void countsVersionsAsClientsSeeThem() {
        apply(1, create("/a", "x", 1));
        apply(2, create("/a/b", "", 1));
        apply(3, create("/a/c", "", 2));
        assertThat(stat("/a").cversion()).isEqualTo(2);
        apply(4, new Txn.Delete(OpCode.DELETE, "/a/b"));
        assertThat(stat("/a").cversion()).isEqualTo(3);
        assertThat(stat("/a").pzxid()).isEqualTo(4);
        apply(5, new Txn.Delete(OpCode.DELETE, "/a/c"));
        assertThat(stat("/a").cversion()).isEqualTo(4);
        assertThat(stat("/a").numChildren()).isZero();
        assertThat(view.storedCversion()).isEqualTo(2);
        assertThat(stat("/a").mzxid()).isEqualTo(1);
        Stat changed = apply(6, setData("/a", "longer", 1)).stat();
        assertThat(changed).isEqualTo(new Stat(1, 6, TIME, TIME, 1, 4, 0, 0, 6, 0, 5));
        Stat secured = apply(7, new Txn.SetAcl("/a", PRIVATE, 1)).stat();
        assertThat(secured).isEqualTo(new Stat(1, 6, TIME, TIME, 1, 4, 1, 0, 6, 0, 5));
        assertThat(tree.find("/a", view)).isTrue();
        assertThat(view.acl()).isEqualTo(PRIVATE);
    }

    @Test
    void keepsNullDataApartFromEmpty() {
        apply(1, new Txn.Create(OpCode.CREATE, "/a", null, Acl.OPEN, false, 1));
        assertThat(stat("/a").dataLength()).isZero();
        assertThat(view.dataLength()).isEqualTo(-1);
        apply(2, setData("/a", "", 1));
        assertThat(tree.find("/a", view)).isTrue();
        assertThat(view.dataLength()).isZero();
    }

    @Test
    void createOfAnExistingZnodeOnlyReplacesItsAcl() {
        apply(1, create("/a", "x", 1));
        apply(2, new Txn.Create(OpCode.CREATE2, "/a", new byte[9], PRIVATE, true, 7));
        assertThat(stat("/a")).isEqualTo(new Stat(1, 1, TIME, TIME, 0, 0, 0, 0, 1, 0, 1));
        assertThat(view.acl()).isEqualTo(PRIVATE);
        assertThat(tree.ephemeralCount()).isZero();
        assertThat(stat("/").cversion()).isZero();
        // The oldest form of create raises the parent too.
        apply(3, create("/a", "x", 7));
        assertThat(tree.find("/", view)).isTrue();
        assertThat(view.storedCversion()).isEqualTo(7);
        assertThat(view.pzxid()).isEqualTo(3);
    }

    @Test
    void aDeleteTakesAlongWhatASnapshotAheadOfItHasBelow() {
        apply(1, create("/a", "x", 1));
        apply(2, create("/a/b", "", 1));
        apply(3, new Txn.Create(OpCode.CREATE, "/a/b/e", new byte[3], PRIVATE, true, 1));
        long digest = digestWithout("/a");
        events.clear();
        apply(4, new Txn.Delete(OpCode.DELETE, "/a"));
        assertThat(tree.znodeCount()).isEqualTo(4);
        assertThat(tree.ephemerals(SESSION)).isEmpty();
        assertThat(tree.dataSize()).isEqualTo(44);
        assertThat(tree.digest()).isEqualTo(digest);
        assertThat(events).containsExactly("4 deleted /a open in / open");
    }

    private long digestWithout(String path) {
        DataTree other = new DataTree(TreeOptions.DEFAULT);
        other.apply(header(1), create(path, "", 1), TreeListener.NONE);
        other.apply(header(4), new Txn.Delete(OpCode.DELETE, path), TreeListener.NONE);
        return other.digest();
    }

    @Test
    void knowsOwnersByTheirKind() {
        apply(1, new Txn.Create(OpCode.CREATE, "/b", null, Acl.OPEN, true, 1));
        apply(2, new Txn.Create(OpCode.CREATE, "/a", null, Acl.OPEN, true, 2));
        Stat container = apply(3, new Txn.CreateContainer("/c", null, Acl.OPEN, 3)).stat();
        Stat ttl = apply(4, new Txn.CreateTtl("/t", null, Acl.OPEN, 4, 500)).stat();
        assertThat(container.ephemeralOwner()).isZero();
        assertThat(ttl.ephemeralOwner()).isZero();
        assertThat(stat("/a").ephemeralOwner()).isEqualTo(SESSION);
        stat("/t");
        assertThat(view.ephemeralOwner()).isEqualTo(EphemeralOwner.ofTtl(500));
        assertThat(tree.ephemerals(SESSION)).containsExactly("/a", "/b");
        assertThat(tree.ephemeralCount()).isEqualTo(2);
        assertThat(tree.containers()).containsExactly("/c");
        assertThat(tree.ttlNodes()).containsExactly("/t");
        apply(5, new Txn.Delete(OpCode.DELETE_CONTAINER, "/c"));
        apply(6, new Txn.Delete(OpCode.DELETE_CONTAINER, "/t"));
        assertThat(tree.containers()).isEmpty();
        assertThat(tree.ttlNodes()).isEmpty();
        List<String> owners = new ArrayList<>();
        tree.forEachEphemeralOwner((session, paths) -> owners.add(session + " " + paths));
        assertThat(owners).containsExactly(SESSION + " [/a, /b]");
    }

    @Test
    void aTtlOwnerIsASessionWhereExtendedTypesAreOff() {
        DataTree plain = new DataTree(TreeOptions.DEFAULT);
        plain.apply(header(1), new Txn.CreateTtl("/t", null, Acl.OPEN, 1, 500), listener);
        assertThat(plain.ttlNodes()).isEmpty();
        assertThat(plain.ephemerals(EphemeralOwner.ofTtl(500))).containsExactly("/t");
        assertThat(plain.find("/t", view)).isTrue();
        assertThat(view.stat().ephemeralOwner()).isEqualTo(EphemeralOwner.ofTtl(500));
    }

    @Test
    void closingASessionDeletesWhatIsListedThenTheRest() {
        apply(1, new Txn.CreateSession(10_000));
        assertThat(tree.sessions()).containsOnly(Map.entry(SESSION, 10_000));
        apply(2, create("/p", "", 1));
        for (int i = 1; i <= 4; i++) {
            apply(2 + i, new Txn.Create(OpCode.CREATE, "/p/" + i, null, PRIVATE, true, i));
        }
        events.clear();
        apply(9, new Txn.CloseSession(List.of("/p/3", "/p/none", "/p/2")));
        assertThat(events)
                .containsExactly(
                        "9 deleted /p/3 private in /p open",
                        "9 deleted /p/2 private in /p open",
                        "9 deleted /p/1 private in /p open",
                        "9 deleted /p/4 private in /p open");
        assertThat(tree.sessions()).isEmpty();
        assertThat(tree.ephemeralCount()).isZero();
        assertThat(stat("/p")).isEqualTo(new Stat(2, 2, TIME, TIME, 0, 8, 0, 0, 0, 0, 9));
        apply(10, new Txn.CloseSession(null));
        assertThat(tree.lastZxid()).isEqualTo(10);
    }

    @Test
    void aMultiIsToldPartByPart() {
        Applied applied =
                apply(
                        5,
                        new Txn.Multi(
                                List.of(
                                        create("/a", "x", 1),
                                        new Txn.Check("/a", 0),
                                        setData("/a", "yy", 1),
                                        new Txn.Delete(OpCode.DELETE, "/a"))));
        assertThat(applied.error()).isEqualTo(ErrorCode.OK);
        assertThat(applied.parts()).extracting(Applied::error).containsOnly(ErrorCode.OK);
        assertThat(applied.parts().get(0).stat().czxid()).isEqualTo(5);
        assertThat(applied.parts().get(1).stat()).isNull();
        assertThat(applied.parts().get(2).stat().dataLength()).isEqualTo(2);
        assertThat(events)
                .containsExactly(
                        "5 created /a open in / open",
                        "5 changed /a open",
                        "5 deleted /a open in / open");
    }

    @Test
    void aFailedMultiChangesNothing() {
        long digest = tree.digest();
        Applied applied =
                apply(
                        5,
                        new Txn.Multi(
                                List.of(
                                        create("/a", "x", 1),
                                        new Txn.Failed(-110),
                                        new Txn.Failed(-2))));
        assertThat(applied.parts())
                .extracting(Applied::error)
                .containsExactly(
                        ErrorCode.OK, ErrorCode.NODEEXISTS, ErrorCode.RUNTIMEINCONSISTENCY);
        assertThat(tree.digest()).isEqualTo(digest);
        assertThat(tree.znodeCount()).isEqualTo(4);
        assertThat(events).isEmpty();
        assertThat(tree.lastZxid()).isEqualTo(5);
        assertThat(apply(6, new Txn.Failed(-101)).error()).isEqualTo(ErrorCode.NONODE);
        assertThat(tree.lastZxid()).isEqualTo(6);
        apply(3, new Txn.Failed(-101));
        assertThat(tree.lastZxid()).as("never goes back").isEqualTo(6);
    }

    @Test
    void aVeryDeepPathIsNoDeepRecursion() {
        StateVisitor load = tree.load(7);
        ZnodeRecord record = new ZnodeRecord();
        record.pathBytes = "/d".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        record.aclKey = -1;
        load.begin(0, 0);
        for (int length = 0; length <= 4_000; length += 2) {
            record.pathLength = length;
            load.znode(record);
        }
        load.end();
        assertThat(tree.countDescendants("/")).isEqualTo(2_003);
        assertThat(ModelTree.text(tree.image())).hasSize(2_004);
        apply(8, new Txn.Delete(OpCode.DELETE, "/d"));
        assertThat(tree.znodeCount()).isEqualTo(4);
    }

    private Applied apply(long zxid, Txn txn) {
        return tree.apply(header(zxid), txn, listener);
    }

    private static TxnHeader header(long zxid) {
        return new TxnHeader(SESSION, 1, zxid, TIME, 0);
    }

    private Stat stat(String path) {
        assertThat(tree.find(path, view)).as(path).isTrue();
        return view.stat();
    }

    private static Txn create(String path, String data, int parentCversion) {
        return new Txn.Create(
                OpCode.CREATE,
                path,
                data.getBytes(StandardCharsets.UTF_8),
                Acl.OPEN,
                false,
                parentCversion);
    }

    private static Txn setData(String path, String data, int version) {
        return new Txn.SetData(
                OpCode.SET_DATA, path, data.getBytes(StandardCharsets.UTF_8), version);
    }
}
