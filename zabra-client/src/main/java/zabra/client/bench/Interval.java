package zabra.client.bench;

import org.HdrHistogram.Histogram;

/**
 * About a second of a run.
 *
 * @param phase {@code prepare}, {@code warm-up}, {@code run} or {@code clean up}
 * @param atSeconds its end, since the phase began
 * @param seconds its length
 * @param operations answered in it, errors not counted
 * @param p50Micros half of them took no longer; 0 where there were none
 * @param maxMicros none took longer
 */
public record Interval(
        String phase,
        double atSeconds,
        double seconds,
        long operations,
        double p50Micros,
        double p99Micros,
        double maxMicros) {

    static Interval of(String phase, double atSeconds, double seconds, Histogram latencies) {
        long count = latencies.getTotalCount();
        return new Interval(
                phase,
                atSeconds,
                seconds,
                count,
                count == 0 ? 0 : latencies.getValueAtPercentile(50) / 1e3,
                count == 0 ? 0 : latencies.getValueAtPercentile(99) / 1e3,
                count == 0 ? 0 : latencies.getMaxValue() / 1e3);
    }

    /** Operations a second. */
    public double rate() {
        return seconds > 0 ? operations / seconds : 0;
    }
}
