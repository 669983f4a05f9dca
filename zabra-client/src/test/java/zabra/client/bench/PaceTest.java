package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void theFirstRequestIsDueAtTheStart() {
        Pace pace = new Pace(5_000, 1_000);
        assertThat(pace.due(4_999)).isZero();
        assertThat(pace.due(5_000)).isEqualTo(1);
        assertThat(pace.intendedNanos(0)).isEqualTo(5_000);
    }

    @Test
    void requestsAreDueAtEvenDistances() {
        Pace pace = new Pace(0, 1_000);
        assertThat(pace.due(999_999)).isEqualTo(1);
        assertThat(pace.due(1_000_000)).isEqualTo(2);
        assertThat(pace.due(1_000_000_000)).isEqualTo(1_001);
        assertThat(pace.intendedNanos(1_000)).isEqualTo(1_000_000_000);
    }

    @Test
    void whatIsDueWasIntendedUntilNowAndNothingElse() {
        Pace pace = new Pace(17, 333_333.3);
        for (long now = 0; now < 100_000; now += 7) {
            long due = pace.due(now);
            assertThat(pace.intendedNanos(due)).isGreaterThan(now);
            if (due > 0) {
                assertThat(pace.intendedNanos(due - 1)).isLessThanOrEqualTo(now);
            }
        }
    }

    @Test
    void worksWhereTheClockIsNegativeAndOverLongRuns() {
        Pace pace = new Pace(-1_000_000_000, 1_000_000);
        assertThat(pace.due(0)).isEqualTo(1_000_001);
        long day = 86_400_000_000_000L;
        assertThat(pace.due(day)).isEqualTo(1_000_001 + 86_400_000_000L);
    }

    @Test
    void aRateMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(0, Double.NaN));
    }
}
