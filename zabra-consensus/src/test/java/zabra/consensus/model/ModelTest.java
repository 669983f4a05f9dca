package zabra.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The machine under all that can go wrong. A failure names the seed that replays it; with {@code
 * -DargLine=-Dmodel.print=true} everything that happens is printed.
 */
class ModelTest {
    private static final int SEEDS = 300;

    @Test
    void holdsItsInvariantsAndRecovers() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            ModelRun.run(seed)
                    .counts()
                    .forEach((what, count) -> counts.merge(what, count, Integer::sum));
        }
        // Nothing is proved by runs in which nothing happens.
        assertThat(counts)
                .containsKeys("DIFF", "TRUNC", "SNAP", "history", "not located", "resigned")
                .hasEntrySatisfying("committed", count -> assertThat(count).isGreaterThan(50_000))
                .hasEntrySatisfying("established", count -> assertThat(count).isGreaterThan(2_000))
                .hasEntrySatisfying("truncated true", count -> assertThat(count).isGreaterThan(100))
                .hasEntrySatisfying("installed", count -> assertThat(count).isGreaterThan(300))
                .hasEntrySatisfying("barrier", count -> assertThat(count).isGreaterThan(2_000));
    }

    /** {@code -Dmodel.from=… -Dmodel.seeds=…} */
    @Test
    @Tag("soak")
    void holdsItsInvariantsAndRecoversForLong() {
        long from = Long.getLong("model.from", SEEDS);
        long seeds = Long.getLong("model.seeds", 3_000);
        for (long seed = from; seed < from + seeds; seed++) {
            ModelRun.run(seed);
        }
    }

    @Test
    void replaysASeedExactly() {
        for (long seed = 0; seed < 10; seed++) {
            assertThat(ModelRun.run(seed)).isEqualTo(ModelRun.run(seed));
        }
    }
}
