package zabra.server.words;

/** One measured thing, by its base name, {@code fsynctime} for one. */
public sealed interface Metric {
    String name();

    /** A whole number that is read now, or that only grows. */
    record Count(String name, long value) implements Metric {}

    /** A decimal that is read now. */
    record Decimal(String name, double value) implements Metric {}

    /** What many values come to; all 0 before the first. */
    record Summary(String name, double average, long min, long max, long count, long sum)
            implements Metric {}

    /** A summary with percentiles of recent values. */
    record Percentiles(Summary summary, long p50, long p95, long p99, long p999) implements Metric {
        @Override
        public String name() {
            return summary.name();
        }
    }
}
