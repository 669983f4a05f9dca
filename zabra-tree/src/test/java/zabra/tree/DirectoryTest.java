package zabra.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.snapshot.ZnodeRecord;

class DirectoryTest {
    private static final long SEED = 5;

    private final ZnodeMemory memory = new ZnodeMemory(ChunkLayout.DEFAULT);
    private final Znodes znodes = new Znodes(memory.chunks(), new Directories());
    private final ZnodeRecord znode = new ZnodeRecord();

    @Test
    void boundsTheSlotsThatOneOperationTouches() {
        Directory directory = new Directory(0, 0, 1);
        for (int i = 0; i < 200_000; i++) {
            directory.insert(hash("n" + i), leaf("n" + i));
        }
        int most = 0;
        int slots = 0;
        Segment last = null;
        for (Segment segment : directory.segments()) {
            if (!segment.equals(last)) {
                most = Math.max(most, segment.slots.length);
                slots += segment.slots.length;
            }
            last = segment;
        }
        assertThat(most).isEqualTo(Directory.SLOTS_MAX);
        assertThat(slots).isBetween(250_000, 550_000);
    }

    @Test
    void aFloodOfLikeHashesStaysCorrect() {
        Directory directory = new Directory(0, 0, 1);
        List<String> flood = new ArrayList<>();
        for (int i = 0; flood.size() < 3_000; i++) {
            if (hash("n" + i) >>> 24 == 0x55) {
                flood.add("n" + i);
            }
        }
        for (String name : flood) {
            int pointers = pointers(directory);
            directory.insert(hash(name), leaf(name));
            assertThat(pointers(directory)).isLessThanOrEqualTo(Math.max(4, 2 * pointers));
        }
        assertThat(directory.childCount()).isEqualTo(flood.size());
        for (String each : flood) {
            byte[] name = name(each);
            assertThat(directory.find(znodes, hash(each), name, 0, name.length)).isNotZero();
        }
    }

    private static int pointers(Directory directory) {
        return directory.segments() == null ? 0 : directory.segments().length;
    }

    @Test
    void aCopyOfALaterGenerationLeavesTheOriginalAlone() {
        Directory old = new Directory(0, 0, 1);
        for (int i = 0; i < 5_000; i++) {
            old.insert(hash("n" + i), leaf("n" + i));
        }
        Directory copy = old.copy(2);
        for (int i = 0; i < 5_000; i++) {
            byte[] name = name("n" + i);
            long[] slots = copy.ownSlots(hash("n" + i));
            int index = Slots.find(slots, znodes, hash("n" + i), name, 0, name.length);
            copy.remove(hash("n" + i), index);
        }
        assertThat(copy.childCount()).isZero();
        assertThat(old.childCount()).isEqualTo(5_000);
        for (int i = 0; i < 5_000; i++) {
            byte[] name = name("n" + i);
            assertThat(old.find(znodes, hash("n" + i), name, 0, name.length)).isNotZero();
            assertThat(copy.find(znodes, hash("n" + i), name, 0, name.length)).isZero();
        }
    }

    @Test
    void hashesSpreadOverHighAndLowBits() {
        int[] high = new int[256];
        int[] low = new int[256];
        for (int i = 0; i < 256_000; i++) {
            int hash = hash("lock-" + String.format("%010d", i));
            high[hash >>> 24]++;
            low[hash & 255]++;
        }
        assertThat(Arrays.stream(high).max().getAsInt()).isLessThan(1_200);
        assertThat(Arrays.stream(low).max().getAsInt()).isLessThan(1_200);
        assertThat(Arrays.stream(high).min().getAsInt()).isGreaterThan(800);
        assertThat(Arrays.stream(low).min().getAsInt()).isGreaterThan(800);
    }

    private int leaf(String name) {
        znode.aclKey = -1;
        byte[] bytes = name(name);
        return memory.add(bytes, 0, bytes.length, znode, 0);
    }

    private static int hash(String name) {
        byte[] bytes = name(name);
        return NameHash.of(SEED, bytes, 0, bytes.length);
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
