package zabra.client.bench;

import org.HdrHistogram.Histogram;

/** Percentiles of {@code operations} latencies, in microseconds; all 0 where there were none. */
public record LatencySummary(
        long operations,
        double meanMicros,
        double p50Micros,
        double p90Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros) {

    static LatencySummary of(Histogram latencies) {
        if (latencies.getTotalCount() == 0) {
            return new LatencySummary(0, 0, 0, 0, 0, 0, 0);
        }
        return new LatencySummary(
                latencies.getTotalCount(),
                latencies.getMean() / 1e3,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(90) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getValueAtPercentile(99.9) / 1e3,
                latencies.getMaxValue() / 1e3);
    }
}
