package zabra.client.bench;

import java.util.List;
import java.util.SortedMap;

/**
 * What a run measured.
 *
 * @param seconds the measured stretch, warm-up not included
 * @param all of all operations that succeeded
 * @param reads of getData, exists and getChildren
 * @param writes of setData and create
 * @param errors how often each error code was answered, warm-up included
 * @param bytesPerSecond that the server sent
 * @param generatorCores CPU seconds a second the generator itself used: near the number of its
 *     threads, the generator and not the server was the limit
 * @param processes the server processes that were named
 * @param series second by second
 */
public record BenchResult(
        BenchOptions options,
        double seconds,
        LatencySummary all,
        LatencySummary reads,
        LatencySummary writes,
        SortedMap<Integer, Long> errors,
        double bytesPerSecond,
        double generatorCores,
        List<ProcessCost> processes,
        List<Interval> series) {

    /**
     * What a server process spent during the measured stretch.
     *
     * @param cores CPU seconds a second
     * @param microsPerOperation CPU time per successful operation; 0 where there was none
     * @param residentBytes memory it occupied at the end
     */
    public record ProcessCost(
            long pid, double cores, double microsPerOperation, long residentBytes) {}

    public double operationsPerSecond() {
        return all.operations() / seconds;
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
