package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.tree.DataTree;
import zabra.tree.TreeListener;
import zabra.tree.TreeOptions;
import zabra.tree.ZnodeView;

final class ListedNamesTest {
    private static final int MANY = ListedNames.CHILDREN_MIN;

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT);
    private final ListedNames names = new ListedNames();
    private final ZnodeView view = new ZnodeView();
    private long zxid;

    private static Txn create(String path) {
        return new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, false, -1);
    }

    private static Txn delete(String path) {
        return new Txn.Delete(OpCode.DELETE, path);
    }

    private void apply(Txn... parts) {
        Txn txn = parts.length == 1 ? parts[0] : new Txn.Multi(List.of(parts));
        applyTo(tree, ++zxid, txn);
    }

    private static void applyTo(DataTree to, long zxid, Txn txn) {
        to.apply(new TxnHeader(1, 1, zxid, 1, txn.op().code()), txn, TreeListener.NONE);
    }

    private void makeParent(String parent, int children) {
        apply(create(parent));
        for (int i = 0; i < children; i++) {
            apply(create(parent + "/" + i));
        }
    }

    /** What a client is told; the bytes hold nothing else. */
    private Set<String> listed(String path) {
        JuteWriter out = new JuteWriter();
        out.writeInt(77); // As in a reply, where names are not the first.
        byte[] utf8 = ("?" + path).getBytes(StandardCharsets.UTF_8);
        assertThat(tree.find(utf8, 1, utf8.length - 1, view)).isTrue();
        names.write(tree, view, utf8, 1, utf8.length - 1, out);
        return parsed(out, 4);
    }

    private static Set<String> parsed(JuteWriter out, int from) {
        JuteReader in = new JuteReader().wrap(out.array(), from, out.position() - from);
        int count = in.readInt();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(in.readString());
        }
        assertThat(in.remaining()).isZero();
        Set<String> different = new TreeSet<>(found);
        assertThat(different).hasSameSizeAs(found);
        return different;
    }

    private Set<String> collected(String path) {
        assertThat(tree.find(path, view)).isTrue();
        JuteWriter out = new JuteWriter();
        ListedNames.collect(tree, view, out);
        return parsed(out, 0);
    }

    private static Set<String> numbers(int from, int to) {
        return new TreeSet<>(IntStream.range(from, to).mapToObj(Integer::toString).toList());
    }

    @Test
    void keepsWhatIsAskedForTwiceAndNotWhatIsAskedForOnce() {
        makeParent("/a", MANY);
        assertThat(listed("/a")).isEqualTo(numbers(0, MANY));
        assertThat(names.count()).isZero();
        assertThat(listed("/a")).isEqualTo(numbers(0, MANY));
        assertThat(names.count()).isEqualTo(1);
        assertThat(listed("/a")).isEqualTo(numbers(0, MANY));
    }

    @Test
    void keepsNoShortLists() {
        makeParent("/a", MANY - 1);
        for (int i = 0; i < 5; i++) {
            assertThat(listed("/a")).hasSize(MANY - 1);
        }
        assertThat(names.count()).isZero();
    }

    @Test
    void letsGoOfAListThatHasChanged() {
        makeParent("/a", MANY);
        listed("/a");
        listed("/a");
        apply(create("/a/new"), delete("/a/0"));
        assertThat(listed("/a")).contains("new").doesNotContain("0").hasSize(MANY);
        assertThat(names.count()).isZero();
        assertThat(names.bytes()).isZero();
    }

    @Test
    void seesAChildWhoseCreationCountsAsOldForItsParent() {
        makeParent("/a", MANY);
        listed("/a");
        listed("/a");
        assertThat(tree.find("/a", view)).isTrue();
        long before = view.pzxid();
        apply(new Txn.Create(OpCode.CREATE, "/a/new", new byte[0], Acl.OPEN, false, 1));
        assertThat(tree.find("/a", view)).isTrue();
        assertThat(view.pzxid()).isEqualTo(before);
        assertThat(listed("/a")).contains("new").hasSize(MANY + 1);
    }

    @Test
    void changesOfAChildsDataLeaveTheList() {
        makeParent("/a", MANY);
        listed("/a");
        listed("/a");
        apply(new Txn.SetData(OpCode.SET_DATA, "/a", new byte[9], 1));
        apply(new Txn.SetData(OpCode.SET_DATA, "/a/0", new byte[9], 1));
        assertThat(listed("/a")).isEqualTo(numbers(0, MANY));
        assertThat(names.count()).isEqualTo(1);
    }

    @Test
    void tellsTheStateFromAnotherOneWithTheSameZxids() {
        DataTree other = new DataTree(TreeOptions.DEFAULT);
        makeParent("/a", MANY);
        applyTo(other, 1, create("/a"));
        for (int i = 0; i < MANY; i++) {
            applyTo(other, 2 + i, create("/a/" + (100 + i)));
        }
        listed("/a");
        listed("/a");
        tree.become(other);
        assertThat(listed("/a")).isEqualTo(numbers(100, 100 + MANY));
    }

    @Test
    void tellsAStateThatWasLoadedFromTheOneBefore() {
        makeParent("/a", MANY);
        listed("/a");
        listed("/a");
        DataTree other = new DataTree(TreeOptions.DEFAULT);
        applyTo(other, 1, create("/a"));
        for (int i = 0; i < MANY; i++) {
            applyTo(other, 2 + i, create("/a/" + (100 + i)));
        }
        other.image().accept(tree.load(other.lastZxid()));
        assertThat(listed("/a")).isEqualTo(numbers(100, 100 + MANY));
    }

    @Test
    void keepsNothingOfAStateThatIsAheadOfItsLastTransaction() {
        // As a snapshot that was taken while things changed: what comes again is older than pzxid.
        loadAhead();
        listed("/a");
        listed("/a");
        assertThat(names.count()).isZero();
        zxid = 10;
        apply(create("/a/x"));
        listed("/a");
        listed("/a");
        apply(delete("/a/x"));
        apply(create("/a/y"));
        assertThat(listed("/a")).contains("y").doesNotContain("x");
    }

    private void loadAhead() {
        StateVisitor into = tree.load(10);
        into.begin(0, 0);
        into.znode(record(""));
        into.znode(record("/a"));
        for (int i = 0; i < MANY; i++) {
            into.znode(record("/a/" + i));
        }
        into.end();
    }

    private static ZnodeRecord record(String path) {
        ZnodeRecord record = new ZnodeRecord();
        record.pathBytes = path.getBytes(StandardCharsets.UTF_8);
        record.pathLength = record.pathBytes.length;
        record.dataBytes = new byte[0];
        record.aclKey = -1;
        if (path.equals("/a")) {
            record.pzxid = 1000;
            record.cversion = 500;
        }
        return record;
    }

    @Test
    void keepsSoManyListsAndNoMore() {
        for (int i = 0; i < ListedNames.LISTS_MAX + 5; i++) {
            makeParent("/p" + i, MANY);
            for (int times = 0; times < 3; times++) {
                assertThat(listed("/p" + i)).hasSize(MANY);
            }
        }
        assertThat(names.count()).isEqualTo(ListedNames.LISTS_MAX);
    }

    @Test
    void keepsSoManyBytesAndNoMore() {
        apply(create("/a"));
        apply(create("/b"));
        String tail = "x".repeat(5000);
        for (int i = 0; i < 120; i++) {
            apply(create("/a/" + i + tail));
            apply(create("/b/" + i + tail));
        }
        for (int times = 0; times < 3; times++) {
            assertThat(listed("/a")).hasSize(120);
            assertThat(listed("/b")).hasSize(120);
        }
        assertThat(names.count()).isEqualTo(1);
        assertThat(names.bytes()).isBetween(600_000, ListedNames.BYTES_MAX);
    }

    @Test
    void letsGoOfWhatIsNotAskedForAnyMore() {
        names.at(1_000);
        makeParent("/a", MANY);
        makeParent("/b", MANY);
        listed("/a");
        listed("/a");
        listed("/b");
        listed("/b");
        names.at(1_000 + ListedNames.IDLE_MILLIS - 1);
        listed("/b");
        assertThat(names.count()).isEqualTo(2);
        names.at(1_000 + 2 * ListedNames.IDLE_MILLIS - 2);
        assertThat(names.count()).isEqualTo(1);
        names.at(1_000 + 4 * ListedNames.IDLE_MILLIS);
        assertThat(names.count()).isZero();
        assertThat(names.bytes()).isZero();
        assertThat(listed("/b")).hasSize(MANY);
    }

    @Test
    void answersAsATreeThatKeepsNothingWhateverHappens() {
        Random random = new Random(42);
        String[] parents = {"/a", "/b", "/c"};
        for (String parent : parents) {
            makeParent(parent, MANY + 5);
        }
        long kept = 0;
        for (int step = 0; step < 20_000; step++) {
            names.at(step);
            String parent = parents[random.nextInt(parents.length)];
            switch (random.nextInt(12)) {
                case 0 -> apply(create(parent + "/" + random.nextInt(60)));
                case 1 -> shrink(parent, random.nextInt(60));
                case 2 ->
                        apply(
                                create(parent + "/" + random.nextInt(60)),
                                create(parent + "/" + random.nextInt(60)),
                                delete(parent + "/" + random.nextInt(60)));
                case 3 -> {
                    if (random.nextInt(50) == 0) {
                        replaceState(random);
                    }
                }
                case 4 -> {
                    if (random.nextInt(50) == 0) {
                        makeAgain(parent);
                    }
                }
                default -> assertThat(listed(parent)).isEqualTo(collected(parent));
            }
            kept += names.count();
        }
        assertThat(kept).isGreaterThan(10_000);
    }

    private void shrink(String parent, int child) {
        if (collected(parent).size() > MANY) {
            apply(delete(parent + "/" + child));
        }
    }

    /** In one transaction: nobody sees it without its children. */
    private void makeAgain(String parent) {
        List<Txn> parts = new ArrayList<>();
        collected(parent).forEach(child -> parts.add(delete(parent + "/" + child)));
        parts.add(delete(parent));
        parts.add(create(parent));
        for (int i = 0; i < MANY + 5; i++) {
            parts.add(create(parent + "/" + (20 + i)));
        }
        apply(parts.toArray(Txn[]::new));
    }

    /** Another history up to the same zxid, which differs in one name of each list. */
    private void replaceState(Random random) {
        DataTree other = new DataTree(TreeOptions.DEFAULT);
        tree.image().accept(other.load(tree.lastZxid()));
        for (String parent : List.of("/a", "/b", "/c")) {
            String gone = collected(parent).iterator().next();
            applyTo(other, zxid, delete(parent + "/" + gone));
            applyTo(other, zxid, create(parent + "/other" + random.nextInt(60)));
        }
        tree.become(other);
    }
}
