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

    private final ZnodePacking packing = new ZnodePacking();
    private final ZnodeRecord znode = new ZnodeRecord();

    @Test
    void boundsTheSlotsThatOneOperationTouches() {
        Directory directory = new Directory(leaf(""), 0, 0, 1);
        for (int i = 0; i < 200_000; i++) {
            directory.insert(hash("n" + i), leaf("n" + i), SEED);
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
        Directory directory = new Directory(leaf(""), 0, 0, 1);
        List<String> names = new ArrayList<>();
        for (int i = 0; names.size() < 3_000; i++) {
            if (hash("n" + i) >>> 24 == 0x55) {
                names.add("n" + i);
            }
        }
        for (String name : names) {
            int pointers = pointers(directory);
            directory.insert(hash(name), leaf(name), SEED);
            assertThat(pointers(directory)).isLessThanOrEqualTo(Math.max(4, 2 * pointers));
        }
        assertThat(directory.childCount()).isEqualTo(names.size());
        for (String each : names) {
            byte[] name = name(each);
            assertThat(directory.find(hash(each), name, 0, name.length)).isNotNull();
        }
    }

    private static int pointers(Directory directory) {
        return directory.segments() == null ? 0 : directory.segments().length;
    }

    @Test
    void aCopyOfALaterGenerationLeavesTheOriginalAlone() {
        Directory old = new Directory(leaf(""), 0, 0, 1);
        for (int i = 0; i < 5_000; i++) {
            old.insert(hash("n" + i), leaf("n" + i), SEED);
        }
        Directory copy = old.copy(2);
        for (int i = 0; i < 5_000; i++) {
            byte[] name = name("n" + i);
            Object[] slots = copy.ownSlots(hash("n" + i));
            copy.remove(
                    hash("n" + i), Slots.find(slots, hash("n" + i), name, 0, name.length), SEED);
        }
        assertThat(copy.childCount()).isZero();
        assertThat(old.childCount()).isEqualTo(5_000);
        for (int i = 0; i < 5_000; i++) {
            byte[] name = name("n" + i);
            assertThat(old.find(hash("n" + i), name, 0, name.length)).isNotNull();
            assertThat(copy.find(hash("n" + i), name, 0, name.length)).isNull();
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

    private byte[] leaf(String name) {
        znode.aclKey = -1;
        byte[] bytes = name(name);
        return packing.pack(bytes, 0, bytes.length, znode, 0);
    }

    private static int hash(String name) {
        byte[] bytes = name(name);
        return NameHash.of(SEED, bytes, 0, bytes.length);
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
