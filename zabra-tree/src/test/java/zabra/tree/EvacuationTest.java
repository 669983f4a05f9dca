package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/** Memory that deletes and changes leave behind comes back, whatever the tree does meanwhile. */
class EvacuationTest {
    private static final ChunkLayout LAYOUT = new ChunkLayout(4 << 10, 8);
    private static final int COUNT = 20_000;

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT, LAYOUT, 3);
    private final Random random = new Random(5);
    private long zxid;

    private void fill(int parents) {
        for (int i = 0; i < parents; i++) {
            apply(new Txn.Create(OpCode.CREATE, "/p" + i, null, Acl.OPEN, false, -1));
        }
        for (int i = 0; i < COUNT; i++) {
            apply(new Txn.Create(OpCode.CREATE, path(i, parents), data(i), Acl.OPEN, false, -1));
        }
    }

    private static String path(int i, int parents) {
        return "/p" + i % parents + "/n" + i;
    }

    private byte[] data(int i) {
        byte[] data = new byte[20 + random.nextInt(60)];
        data[0] = (byte) i;
        return data;
    }

    private void apply(Txn txn) {
        tree.apply(
                new TxnHeader(1, 1, ++zxid, 1_700_000_000_000L + zxid, 0), txn, TreeListener.NONE);
    }

    /** Nothing happens, so often that all that can be moved is. */
    private void rest() {
        for (int i = 0; i < 20_000; i++) {
            apply(new Txn.Failed(-101));
        }
    }

    private void assertDense(String what) {
        long live = tree.liveBytes();
        assertThat(tree.garbageBytes())
                .as("%s: garbage beside %,d bytes", what, live)
                .isLessThanOrEqualTo(Math.max(8L * LAYOUT.chunkBytes(), live / 3));
    }

    @Test
    void scatteredDeletesGiveTheirMemoryBack() {
        for (int parents : new int[] {1, 7, 4_000}) {
            fill(parents);
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                if (random.nextInt(10) == 0) {
                    left.add(i);
                } else {
                    apply(new Txn.Delete(OpCode.DELETE, path(i, parents)));
                }
            }
            rest();
            assertDense(parents + " parents");
            ZnodeView view = new ZnodeView();
            for (int i : left) {
                assertThat(tree.find(path(i, parents), view)).isTrue();
                assertThat(view.dataArray()[view.dataOffset()]).isEqualTo((byte) i);
                apply(new Txn.Delete(OpCode.DELETE, path(i, parents)));
            }
            for (int i = 0; i < parents; i++) {
                apply(new Txn.Delete(OpCode.DELETE, "/p" + i));
            }
            assertThat(tree.znodeCount()).isEqualTo(4);
        }
    }

    @Test
    void changesUnderImagesGiveTheirMemoryBack() {
        fill(50);
        List<StateImage> images = new ArrayList<>();
        List<Map<String, String>> texts = new ArrayList<>();
        for (int round = 0; round < 200_000; round++) {
            if (round % 10_000 == 0) {
                StateImage image = tree.image();
                images.add(image);
                texts.add(ModelTree.text(image));
            }
            int i = random.nextInt(COUNT);
            apply(new Txn.SetData(OpCode.SET_DATA, path(i, 50), data(i), round));
            if (round % 1_000 == 0) {
                assertThat(tree.garbageBytes()).isLessThan(tree.liveBytes() / 2);
            }
        }
        rest();
        assertDense("after changes");
        for (int i = 0; i < images.size(); i++) {
            assertThat(ModelTree.text(images.get(i))).isEqualTo(texts.get(i));
        }
    }

    @Test
    void aDirectoryThatSplitsMeanwhileLosesNothing() {
        fill(1);
        for (int i = 0; i < COUNT; i += 2) {
            apply(new Txn.Delete(OpCode.DELETE, path(i, 1)));
        }
        // Chunks are being emptied now, and the directory doubles again and again.
        for (int i = COUNT; i < 5 * COUNT; i++) {
            apply(new Txn.Create(OpCode.CREATE, path(i, 1), data(i), Acl.OPEN, false, -1));
        }
        rest();
        assertDense("after splits");
        ZnodeView view = new ZnodeView();
        for (int i = 0; i < 5 * COUNT; i++) {
            boolean there = i >= COUNT || i % 2 == 1;
            assertThat(tree.find(path(i, 1), view)).isEqualTo(there);
            if (there) {
                assertThat(view.dataArray()[view.dataOffset()]).isEqualTo((byte) i);
            }
        }
    }
}
