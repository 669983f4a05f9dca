package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import zabra.consensus.quorum.Hierarchical;
import zabra.consensus.quorum.Majority;

final class TallyTest {
    private static final TreeSet<Long> THREE = new TreeSet<>(Set.of(1L, 2L, 3L));

    @Test
    void isAsFarAsTheSecondOfThree() {
        Tally tally = new Tally(new Majority(THREE), 10);
        assertThat(tally.reach(1, 15)).isFalse();
        assertThat(tally.reach(2, 12)).isTrue();
        assertThat(tally.quorum()).isEqualTo(12);
        assertThat(tally.reach(3, 14)).isTrue();
        assertThat(tally.quorum()).isEqualTo(14);
    }

    @Test
    void passesOverWhoHasNoVoteAndWhoFallsBack() {
        Tally tally = new Tally(new Majority(THREE), 10);
        assertThat(tally.reach(1, 15)).isFalse();
        assertThat(tally.reach(7, 15)).isFalse();
        assertThat(tally.reach(1, 15)).isFalse();
        assertThat(tally.reach(1, 11)).isFalse();
        assertThat(tally.quorum()).isEqualTo(10);
    }

    @Test
    void countsWeights() {
        SortedMap<Long, Set<Long>> groups = new TreeMap<>();
        groups.put(1L, THREE);
        SortedMap<Long, Long> weights = new TreeMap<>();
        weights.put(1L, 3L);
        weights.put(2L, 1L);
        weights.put(3L, 1L);
        Tally tally = new Tally(new Hierarchical(THREE, groups, weights), 0);
        assertThat(tally.reach(2, 5)).isFalse();
        assertThat(tally.reach(3, 5)).isFalse();
        assertThat(tally.reach(1, 4)).isTrue();
        assertThat(tally.quorum()).isEqualTo(4);
    }
}
