package zabra.client.bench;

import java.util.Formatter;
import java.util.Locale;
import java.util.Map;

/** A result as text for a person, and as JSON for a program. */
public final class BenchReport {
    private BenchReport() {}

    /** Several lines, the last one ended. */
    public static String text(BenchResult result) {
        BenchOptions options = result.options();
        Formatter out = new Formatter(Locale.ROOT);
        out.format(
                "%s: %d connections x %d outstanding, %d bytes, %s, %.1f s\n",
                options.workload().word(),
                options.connections(),
                options.outstanding(),
                options.dataSize(),
                options.rate() > 0
                        ? String.format(Locale.ROOT, "%,.0f op/s asked", options.rate())
                        : "closed loop",
                result.seconds());
        out.format(
                "  throughput  %,.0f op/s (%,d operations, %,d errors)\n",
                result.operationsPerSecond(), result.all().operations(), result.errorCount());
        latency(out, "latency", result.all());
        if (result.reads().operations() > 0 && result.writes().operations() > 0) {
            latency(out, "  reads", result.reads());
            latency(out, "  writes", result.writes());
        }
        for (BenchResult.ProcessCost cost : result.processes()) {
            out.format(
                    "  process %d  %.2f us CPU per op, %.2f cores, %,d MiB resident\n",
                    cost.pid(),
                    cost.microsPerOperation(),
                    cost.cores(),
                    cost.residentBytes() >> 20);
        }
        out.format(
                "  generator   %.2f cores of %d thread%s, %.1f MB/s received\n",
                result.generatorCores(),
                options.threads(),
                options.threads() == 1 ? "" : "s",
                result.bytesPerSecond() / 1e6);
        for (Map.Entry<Integer, Long> error : result.errors().entrySet()) {
            out.format(
                    "  error       %,d x %s\n",
                    error.getValue(), Complaint.errorName(error.getKey()));
        }
        return out.toString();
    }

    private static void latency(Formatter out, String name, LatencySummary latency) {
        out.format(
                "  %-10s  p50 %s  p90 %s  p99 %s  p99.9 %s  max %s\n",
                name,
                time(latency.p50Micros()),
                time(latency.p90Micros()),
                time(latency.p99Micros()),
                time(latency.p999Micros()),
                time(latency.maxMicros()));
    }

    /** Microseconds in the unit that suits. */
    static String time(double micros) {
        if (micros < 1000) {
            return String.format(Locale.ROOT, "%.0f us", micros);
        }
        return micros < 1e6
                ? String.format(Locale.ROOT, "%.2f ms", micros / 1e3)
                : String.format(Locale.ROOT, "%.2f s", micros / 1e6);
    }

    /** One line about a second, without an end. */
    public static String progress(Interval interval) {
        if (interval.operations() == 0) {
            return String.format(
                    Locale.ROOT, "%-8s %4.0f s", interval.phase(), interval.atSeconds());
        }
        return String.format(
                Locale.ROOT,
                "%-8s %4.0f s  %,10.0f op/s  p50 %s  p99 %s  max %s",
                interval.phase(),
                interval.atSeconds(),
                interval.rate(),
                time(interval.p50Micros()),
                time(interval.p99Micros()),
                time(interval.maxMicros()));
    }

    /** One object, latencies in microseconds, without an end of line. */
    public static String json(BenchResult result) {
        BenchOptions options = result.options();
        JsonWriter out = new JsonWriter().open('{');
        out.key("workload").value(options.workload().word());
        out.key("servers").open('[');
        options.servers().forEach(s -> out.value(s.getHostString() + ":" + s.getPort()));
        out.close(']');
        out.key("connections").value(options.connections());
        out.key("outstanding").value(options.outstanding());
        out.key("threads").value(options.threads());
        out.key("size").value(options.dataSize());
        out.key("znodes").value(options.znodes());
        out.key("reads").value(options.readPercent());
        out.key("rate").value(options.rate());
        out.key("seconds").value(result.seconds());
        out.key("operations").value(result.all().operations());
        out.key("operationsPerSecond").value(result.operationsPerSecond());
        out.key("errorCount").value(result.errorCount());
        out.key("errors").open('{');
        result.errors().forEach((code, count) -> out.key(Integer.toString(code)).value(count));
        out.close('}');
        latency(out.key("latencyMicros"), result.all());
        latency(out.key("readLatencyMicros"), result.reads());
        latency(out.key("writeLatencyMicros"), result.writes());
        out.key("generatorCores").value(result.generatorCores());
        out.key("bytesPerSecond").value(result.bytesPerSecond());
        out.key("processes").open('[');
        for (BenchResult.ProcessCost cost : result.processes()) {
            out.open('{').key("pid").value(cost.pid());
            out.key("cores").value(cost.cores());
            out.key("cpuMicrosPerOperation").value(cost.microsPerOperation());
            out.key("residentBytes").value(cost.residentBytes()).close('}');
        }
        out.close(']');
        out.key("series").open('[');
        for (Interval interval : result.series()) {
            out.open('{').key("at").value(interval.atSeconds());
            out.key("seconds").value(interval.seconds());
            out.key("operations").value(interval.operations());
            out.key("p50Micros").value(interval.p50Micros());
            out.key("p99Micros").value(interval.p99Micros());
            out.key("maxMicros").value(interval.maxMicros()).close('}');
        }
        return out.close(']').close('}').toString();
    }

    private static void latency(JsonWriter out, LatencySummary latency) {
        out.open('{').key("operations").value(latency.operations());
        out.key("mean").value(latency.meanMicros());
        out.key("p50").value(latency.p50Micros());
        out.key("p90").value(latency.p90Micros());
        out.key("p99").value(latency.p99Micros());
        out.key("p999").value(latency.p999Micros());
        out.key("max").value(latency.maxMicros()).close('}');
    }
}
