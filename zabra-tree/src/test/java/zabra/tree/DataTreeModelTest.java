package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** Random transactions, replays and images against {@link ModelTree}. */
class DataTreeModelTest {
    private static final TreeOptions OPTIONS = new TreeOptions(true, false, true);
    private static final int STEPS = 100_000;
    private static final List<List<Acl>> ACLS =
            List.of(
                    Acl.OPEN,
                    Acl.READABLE,
                    List.of(new Acl(31, new Id("digest", "a:b"))),
                    List.of(),
                    List.of(new Acl(1, new Id("ip", "::1")), new Acl(3, Id.ANYONE)));

    private final Random random = new Random(0x5EED);
    private DataTree tree;
    private final ModelTree model = new ModelTree();
    private long zxid = 0x1_0000_0000L;

    /** An image and what it must show for ever. */
    private record Kept(
            StateImage image, Map<String, String> text, long zxid, long digest, int size) {}

    /** In the second little fits into a chunk, in the third much of a place is left over. */
    static Stream<ChunkLayout> layouts() {
        return Stream.of(
                ChunkLayout.DEFAULT, new ChunkLayout(1 << 10, 8), new ChunkLayout(5_000, 64));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void isWhatTheModelIs(ChunkLayout layout) {
        tree = new DataTree(OPTIONS, layout, 0);
        List<Kept> images = new ArrayList<>();
        int largest = 0;
        for (int step = 0; step < STEPS; step++) {
            zxid++;
            TxnHeader header = header();
            Txn txn = random.nextInt(12) == 0 ? multi() : single();
            tree.apply(header, txn, TreeListener.NONE);
            model.apply(header, txn);
            largest = Math.max(largest, model.nodes.size());
            if (random.nextInt(8_000) == 0) {
                assertSame(tree);
            }
            if (random.nextInt(1_500) == 0) {
                StateImage image = tree.image();
                images.add(
                        new Kept(
                                image,
                                model.text(),
                                tree.lastZxid(),
                                model.digest(),
                                model.nodes.size()));
            }
            if (images.size() == 8) {
                images.forEach(DataTreeModelTest::assertKept);
                images.subList(0, 4).clear();
            }
        }
        assertSame(tree);
        images.forEach(DataTreeModelTest::assertKept);
        assertThat(largest).as("so much was at stake").isGreaterThan(400);

        DataTree loaded = new DataTree(OPTIONS);
        tree.image().accept(loaded.load(zxid));
        assertSame(loaded);
        assertThat(loaded.dataSize()).isEqualTo(tree.dataSize());
        assertThat(loaded.lastZxid()).isEqualTo(zxid);
    }

    private static void assertKept(Kept kept) {
        assertThat(kept.image.lastZxid()).isEqualTo(kept.zxid);
        assertThat(kept.image.digest()).isEqualTo(kept.digest);
        assertThat(kept.image.znodeCount()).isEqualTo(kept.size);
        assertThat(ModelTree.text(kept.image)).isEqualTo(kept.text);
    }

    private void assertSame(DataTree other) {
        assertThat(other.znodeCount()).isEqualTo(model.nodes.size());
        assertThat(other.digest()).isEqualTo(model.digest());
        assertThat(other.sessions()).isEqualTo(model.sessions);
        assertThat(ModelTree.text(other.image())).isEqualTo(model.text());
        ZnodeView view = new ZnodeView();
        long size = 1;
        for (Map.Entry<String, ModelTree.Node> entry : model.nodes.entrySet()) {
            String path = entry.getKey();
            ModelTree.Node node = entry.getValue();
            assertThat(other.find(path, view)).isTrue();
            List<String> children = new ArrayList<>();
            other.children(
                    view,
                    (bytes, from, length) ->
                            children.add(new String(bytes, from, length, StandardCharsets.UTF_8)));
            // '0' is the character after '/'.
            List<String> below =
                    model.nodes.subMap(path + "/", path + "0").keySet().stream()
                            .map(p -> p.substring(path.length() + 1))
                            .toList();
            assertThat(other.countDescendants(path)).isEqualTo(below.size());
            assertThat(children)
                    .containsExactlyInAnyOrderElementsOf(
                            below.stream().filter(name -> name.indexOf('/') < 0).toList());
            assertThat(view.stat().cversion()).isEqualTo(2 * node.cversion - children.size());
            assertThat(view.stat().numChildren()).isEqualTo(children.size());
            size += path.getBytes(StandardCharsets.UTF_8).length;
            size += node.data == null ? 0 : node.data.length;
        }
        assertThat(other.dataSize()).isEqualTo(size);
        for (long session = 1; session <= 4; session++) {
            assertThat(other.ephemerals(session)).isEqualTo(model.ephemerals(session));
        }
        assertThat(other.containers()).isEqualTo(model.ephemerals(Long.MIN_VALUE));
    }

    private TxnHeader header() {
        // Replays come with a zxid that is long past.
        long at = random.nextInt(50) == 0 ? zxid - random.nextInt(100) : zxid;
        return new TxnHeader(1 + random.nextInt(4), 7, at, 1_700_000_000_000L + at, 0);
    }

    private Txn multi() {
        List<Txn> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            parts.add(random.nextInt(20) == 0 ? new Txn.Failed(-101) : txn(random.nextInt(80)));
        }
        return new Txn.Multi(parts);
    }

    private Txn single() {
        return txn(random.nextInt(100));
    }

    private Txn txn(int kind) {
        if (kind < 30) {
            return new Txn.Create(
                    random.nextBoolean() ? OpCode.CREATE : OpCode.CREATE2,
                    path(),
                    data(),
                    acl(),
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0 ? random.nextInt(200) : -1);
        }
        if (kind < 34) {
            return new Txn.CreateContainer(path(), data(), acl(), -1);
        }
        if (kind < 36) {
            return new Txn.CreateTtl(path(), data(), acl(), -1, 1 + random.nextInt(1000));
        }
        if (kind < 50) {
            return new Txn.Delete(OpCode.DELETE, pathToDelete());
        }
        if (kind < 75) {
            String path = random.nextInt(50) == 0 ? "/" : path();
            return new Txn.SetData(OpCode.SET_DATA, path, data(), random.nextInt());
        }
        if (kind < 79) {
            return new Txn.SetAcl(path(), acl(), random.nextInt(3) - 1);
        }
        if (kind < 80) {
            return new Txn.Check(path(), 0);
        }
        if (kind < 99) {
            return new Txn.CreateSession(random.nextInt(1000));
        }
        return new Txn.CloseSession(List.of());
    }

    /** Seldom one that may have children: else the tree would never be large. */
    private String pathToDelete() {
        String path = path();
        boolean mayHaveChildren = path.matches(".*/(n[012]|[^/n]{1,20})");
        return mayHaveChildren && random.nextInt(50) != 0 ? path + "/n0" : path;
    }

    private String path() {
        // Few names, so that paths meet; one in four long or beyond ASCII.
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int name = random.nextInt(i == 0 ? 40 : 4);
            path.append('/').append(name % 4 == 3 ? "ñ€" + "x".repeat(name * 5) : "n" + name);
        }
        return path.toString();
    }

    private byte[] data() {
        int length = random.nextInt(40) - 1;
        if (length < 0) {
            return null;
        }
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) ('a' + random.nextInt(26));
        }
        return data;
    }

    private List<Acl> acl() {
        return ACLS.get(random.nextInt(ACLS.size()));
    }
}
