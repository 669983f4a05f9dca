package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** A directory that grows through splits, shrinks again, and is shown by images meanwhile. */
class LargeDirectoryTest {
    private static final int COUNT = 60_000;

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT, 0x5EED);
    private final ZnodeView view = new ZnodeView();
    private long zxid;

    @Test
    void growsAndShrinksUnderImages() {
        create("/d");
        StateImage empty = tree.image();
        for (int i = 0; i < COUNT / 2; i++) {
            create("/d/node-" + i);
        }
        final StateImage half = tree.image();
        for (int i = COUNT / 2; i < COUNT; i++) {
            create("/d/node-" + i);
        }
        StateImage full = tree.image();
        assertChildren(0);
        for (int i = 0; i < COUNT - 10; i++) {
            delete("/d/node-" + i);
        }
        StateImage rest = tree.image();
        assertChildren(COUNT - 10);
        for (int i = COUNT - 10; i < COUNT; i++) {
            delete("/d/node-" + i);
        }
        assertThat(tree.znodeCount()).isEqualTo(5);
        create("/d/again");
        assertThat(tree.countDescendants("/d")).isEqualTo(1);

        assertImage(empty, 0, 0);
        assertImage(half, 0, COUNT / 2);
        assertImage(full, 0, COUNT);
        assertImage(rest, COUNT - 10, COUNT);
    }

    @Test
    void hasALeafsFormAgainWhenEmpty() {
        create("/d");
        create("/d/a");
        delete("/d/a");
        assertThat(tree.find("/d", view)).isTrue();
        assertThat(view.storedCversion()).isEqualTo(1);
        assertThat(view.pzxid()).isEqualTo(zxid);
        create("/d/b");
        assertThat(tree.find("/d", view)).isTrue();
        assertThat(view.storedCversion()).isEqualTo(2);
        assertThat(view.stat().cversion()).isEqualTo(3);
    }

    private void assertChildren(int from) {
        assertThat(tree.find("/d", view)).isTrue();
        assertThat(view.childCount()).isEqualTo(COUNT - from);
        Set<String> names = new HashSet<>();
        tree.children(
                view,
                (bytes, offset, length) ->
                        names.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        assertThat(names).hasSize(COUNT - from);
        for (int i = 0; i < COUNT; i++) {
            assertThat(names.contains("node-" + i)).isEqualTo(i >= from);
            assertThat(tree.find("/d/node-" + i, view)).isEqualTo(i >= from);
        }
    }

    private static void assertImage(StateImage image, int from, int to) {
        Set<String> paths = ModelTree.text(image).keySet();
        assertThat(paths).hasSize(5 + to - from);
        for (int i = from; i < to; i++) {
            assertThat(paths.contains("/d/node-" + i)).isTrue();
        }
    }

    private void create(String path) {
        apply(new Txn.Create(OpCode.CREATE2, path, new byte[3], Acl.OPEN, false, -1));
    }

    private void delete(String path) {
        apply(new Txn.Delete(OpCode.DELETE, path));
    }

    private void apply(Txn txn) {
        zxid++;
        tree.apply(new TxnHeader(1, 1, zxid, zxid, 0), txn, TreeListener.NONE);
    }
}
