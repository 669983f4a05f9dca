package zabra.interop.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * So many writes a second, whatever becomes of them: a server that stalls does not make its clients
 * ask for less. Latency counts from when a write was due. Owned by one thread.
 */
final class OpenLoop implements AutoCloseable {
    private final List<PacedWriter> writers = new ArrayList<>();
    private final List<Future<Void>> running = new ArrayList<>();
    private final ExecutorService threads;

    /**
     * Starts writing.
     *
     * @param ports each gets one connection
     * @param paths that exist
     * @param perSecond on all connections together
     */
    OpenLoop(List<Integer> ports, List<String> paths, int perSecond) {
        threads = Executors.newFixedThreadPool(ports.size());
        long interval = 1_000_000_000L * ports.size() / perSecond;
        for (int port : ports) {
            PacedWriter writer = new PacedWriter(port, paths, interval);
            writers.add(writer);
            running.add(threads.submit(writer));
        }
    }

    /** Ends it; writes that were sent are waited for. */
    void stop() throws InterruptedException, ExecutionException {
        writers.forEach(PacedWriter::stop);
        for (Future<Void> each : running) {
            each.get();
        }
    }

    /**
     * What became of the writes that were due in a period.
     *
     * @param gapMillis the longest time without any acknowledgement
     * @param failed writes of which nobody knows whether they were done, of the whole run
     */
    record Outcome(
            long writes,
            double p50Millis,
            double p99Millis,
            double p999Millis,
            double maxMillis,
            double gapMillis,
            long failed) {}

    /** Of the period from {@code from} to {@code to}, in {@link System#nanoTime}; when stopped. */
    Outcome between(long from, long to) {
        long failed = 0;
        List<PacedWriter.Write> all = new ArrayList<>();
        for (PacedWriter writer : writers) {
            failed += writer.failed();
            for (PacedWriter.Write write : writer.acknowledged()) {
                if (write.due() >= from && write.due() < to) {
                    all.add(write);
                }
            }
        }
        if (all.isEmpty()) {
            throw new AssertionError("no write was acknowledged, " + failed + " failed");
        }
        long[] latencies = all.stream().mapToLong(w -> w.acknowledged() - w.due()).toArray();
        Arrays.sort(latencies);
        long[] times = all.stream().mapToLong(PacedWriter.Write::acknowledged).toArray();
        Arrays.sort(times);
        long gap = times[0] - from;
        for (int i = 1; i < times.length; i++) {
            gap = Math.max(gap, times[i] - times[i - 1]);
        }
        return new Outcome(
                latencies.length,
                quantile(latencies, 0.5),
                quantile(latencies, 0.99),
                quantile(latencies, 0.999),
                quantile(latencies, 1),
                gap / 1e6,
                failed);
    }

    private static double quantile(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    @Override
    public void close() {
        writers.forEach(PacedWriter::stop);
        threads.shutdownNow();
    }
}
