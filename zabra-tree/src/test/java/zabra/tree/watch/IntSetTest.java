package zabra.tree.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntSetTest {
    /** Small, sorted chunks, bitmaps, several chunks with holes; growing and shrinking. */
    @ParameterizedTest
    @CsvSource({"20,1", "40,2", "3000,3", "20000,4", "200000,5", "5000000,6"})
    void behavesAsASortedSet(int range, long seed) {
        Random random = new Random(seed);
        IntSet set = new IntSet();
        NavigableSet<Integer> model = new TreeSet<>();
        for (int phase = 0; phase < 6; phase++) {
            int adds = phase % 2 == 0 ? 9 : 1;
            for (int i = 0; i < 12_000; i++) {
                int value = random.nextInt(range);
                if (random.nextInt(10) < adds) {
                    assertThat(set.add(value)).isEqualTo(model.add(value));
                } else {
                    int gone = model.isEmpty() || i % 3 == 0 ? value : model.first();
                    assertThat(set.remove(gone)).isEqualTo(model.remove(gone));
                }
                assertThat(set.contains(value)).isEqualTo(model.contains(value));
            }
            assertSame(set, model);
        }
    }

    private static void assertSame(IntSet set, NavigableSet<Integer> model) {
        assertThat(set.size()).isEqualTo(model.size());
        int[] copy = new int[set.size()];
        set.copyTo(copy);
        assertThat(copy).isEqualTo(model.stream().mapToInt(Integer::intValue).toArray());
    }
}
