package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();
    private final Histogram[] drained = {Latencies.newHistogram(), Latencies.newHistogram()};

    @Test
    void runsOfEqualLatenciesAreCountedInFull() {
        for (int i = 0; i < 5; i++) {
            latencies.record(Script.READ, 1_000);
        }
        latencies.record(Script.READ, 2_000);
        latencies.flush();
        latencies.drainTo(drained);
        assertThat(drained[Script.READ].getTotalCount()).isEqualTo(6);
        assertThat(drained[Script.READ].getCountAtValue(1_000)).isEqualTo(5);
        assertThat(drained[Script.WRITE].getTotalCount()).isZero();
    }

    @Test
    void kindsAreKeptApartEvenWithinOneRun() {
        latencies.record(Script.READ, 1_000);
        latencies.record(Script.WRITE, 1_000);
        latencies.flush();
        latencies.drainTo(drained);
        assertThat(drained[Script.READ].getTotalCount()).isEqualTo(1);
        assertThat(drained[Script.WRITE].getTotalCount()).isEqualTo(1);
    }

    @Test
    void eachDrainHasOnlyWhatIsNew() {
        latencies.record(Script.READ, 1_000);
        latencies.flush();
        latencies.drainTo(null);
        latencies.record(Script.READ, 3_000);
        latencies.flush();
        latencies.drainTo(drained);
        assertThat(drained[Script.READ].getTotalCount()).isEqualTo(1);
        assertThat(drained[Script.READ].getCountAtValue(3_000)).isEqualTo(1);
    }

    @Test
    void extremesAreClampedNotLost() {
        latencies.record(Script.WRITE, 0);
        latencies.record(Script.WRITE, Long.MAX_VALUE);
        latencies.flush();
        latencies.drainTo(drained);
        assertThat(drained[Script.WRITE].getTotalCount()).isEqualTo(2);
    }

    @Test
    void errorsAreCountedByCode() {
        latencies.recordError(-101);
        latencies.recordError(-101);
        latencies.recordError(-4000);
        assertThat(latencies.errors(-101)).isEqualTo(2);
        assertThat(latencies.errors(0)).isEqualTo(1);
    }

    @Test
    void aSummaryOfNothingIsZero() {
        assertThat(LatencySummary.of(Latencies.newHistogram()).operations()).isZero();
    }

    @Test
    void percentilesAreMicroseconds() {
        for (int i = 1; i <= 1000; i++) {
            latencies.record(Script.READ, i * 1_000L);
        }
        latencies.flush();
        latencies.drainTo(drained);
        LatencySummary summary = LatencySummary.of(drained[Script.READ]);
        assertThat(summary.p50Micros()).isBetween(499.0, 501.0);
        assertThat(summary.p99Micros()).isBetween(989.0, 991.0);
        assertThat(summary.maxMicros()).isBetween(999.0, 1001.0);
    }
}
