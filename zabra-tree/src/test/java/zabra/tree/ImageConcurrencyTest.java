package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import zabra.protocol.Acl;
import zabra.protocol.OpCode;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/**
 * Images are read by other threads while the writer changes znodes in their places, moves them and
 * uses chunks again: nothing of that may show, which the digest of what was read tells.
 */
class ImageConcurrencyTest {
    private static final int STEPS = 150_000;
    private static final int NAMES = 3_000;

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT, new ChunkLayout(2 << 10, 8), 9);
    private final Random random = new Random(17);
    private long zxid;

    @Test
    void whatAnImageShowsIsOfOneInstantWhoeverReadsIt() throws Exception {
        List<Future<Long>> read = new ArrayList<>();
        List<Long> digests = new ArrayList<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            for (int step = 0; step < STEPS; step++) {
                change("/n" + random.nextInt(NAMES));
                if (step % 2_000 == 0) {
                    StateImage image = tree.image();
                    digests.add(image.digest());
                    read.add(readers.submit(() -> digestOf(image)));
                }
            }
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).get()).isEqualTo(digests.get(i));
            }
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    private static long digestOf(StateImage image) {
        DataTree copy = new DataTree(TreeOptions.DEFAULT);
        image.accept(copy.load(image.lastZxid()));
        return copy.digest();
    }

    private void change(String path) {
        byte[] data = new byte[random.nextInt(80)];
        random.nextBytes(data);
        Txn txn =
                switch (random.nextInt(4)) {
                    case 0 -> new Txn.Delete(OpCode.DELETE, path);
                    case 1 -> new Txn.SetData(OpCode.SET_DATA, path, data, 1);
                    default -> new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, false, -1);
                };
        tree.apply(
                new TxnHeader(1, 1, ++zxid, 1_700_000_000_000L + zxid, 0), txn, TreeListener.NONE);
    }
}
