package zabra.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The net is tight: each planted bug is found, and soon. */
class PlantsTest {
    /** How many seeds a bug may need. */
    private static final int SEEDS = 200;

    @ParameterizedTest
    @EnumSource(Plant.class)
    void isFound(Plant plant) {
        assertThat(seedsUntilFound(plant)).isLessThan(SEEDS);
    }

    private static int seedsUntilFound(Plant plant) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                ModelRun.run(seed, EnumSet.of(plant));
            } catch (AssertionError found) {
                assertThat(found).hasCauseInstanceOf(Invariant.Violation.class);
                return seed;
            }
        }
        return SEEDS;
    }
}
