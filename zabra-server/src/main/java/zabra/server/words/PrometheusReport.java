package zabra.server.words;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Set;

/**
 * {@code /metrics}: the numbers of {@code mntr} in the text format 0.0.4 of Prometheus, under
 * ZooKeeper's names and without a prefix. Beside them stands what the role is, as numbers that
 * rules can add up: {@code is_leader}, {@code is_serving}.
 */
public final class PrometheusReport implements Readings.Form {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Counts that fall, too. */
    private static final Set<String> FALLING = Set.of("inbox_size", "jvm_threads");

    private final StringBuilder out = new StringBuilder(16_000);

    private PrometheusReport() {}

    /** All of them; what cannot be told at the moment is left out. */
    public static String metrics(ServerFacts facts) {
        PrometheusReport report = new PrometheusReport();
        boolean leads = facts.member().flatMap(MemberFacts::leader).isPresent();
        report.whole("is_serving", facts.isServing() && !facts.isReadOnly() ? 1 : 0);
        report.whole("is_leader", leads ? 1 : 0);
        report.whole("dirs_datadir_bytes", facts.dataDirBytes());
        report.whole("dirs_logdir_bytes", facts.logDirBytes());
        Readings.tell(facts, report);
        report.jvm();
        return report.out.toString();
    }

    @Override
    public void whole(String name, long value) {
        head(name, "gauge");
        sample(name, "", value);
    }

    @Override
    public void decimal(String name, double value) {
        head(name, "gauge");
        sample(name, "", Double.toString(value));
    }

    @Override
    public void metric(Metric metric) {
        switch (metric) {
            case Metric.Count(String name, long value) -> {
                head(name, FALLING.contains(name) ? "gauge" : "counter");
                sample(name, "", value);
            }
            case Metric.Decimal(String name, double value) -> decimal(name, value);
            case Metric.Summary summary -> {
                head(summary.name(), "summary");
                countAndSum(summary);
            }
            case Metric.Percentiles percentiles -> {
                head(percentiles.name(), "summary");
                sample(percentiles.name(), "quantile=\"0.5\"", percentiles.p50());
                sample(percentiles.name(), "quantile=\"0.95\"", percentiles.p95());
                sample(percentiles.name(), "quantile=\"0.99\"", percentiles.p99());
                sample(percentiles.name(), "quantile=\"0.999\"", percentiles.p999());
                countAndSum(percentiles.summary());
            }
        }
    }

    private void countAndSum(Metric.Summary summary) {
        sample(summary.name() + "_count", "", summary.count());
        sample(summary.name() + "_sum", "", summary.sum());
    }

    /** Under the names that dashboards for ZooKeeper ask for. */
    private void jvm() {
        var memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage other = memory.getNonHeapMemoryUsage();
        head("jvm_memory_bytes_used", "gauge");
        sample("jvm_memory_bytes_used", "area=\"heap\"", heap.getUsed());
        sample("jvm_memory_bytes_used", "area=\"nonheap\"", other.getUsed());
        head("jvm_memory_bytes_max", "gauge");
        sample("jvm_memory_bytes_max", "area=\"heap\"", heap.getMax());
        sample("jvm_memory_bytes_max", "area=\"nonheap\"", other.getMax());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        head("jvm_gc_collection_seconds", "summary");
        for (GarbageCollectorMXBean collector : collectors) {
            String label = "gc=\"" + collector.getName() + "\"";
            sample("jvm_gc_collection_seconds_count", label, collector.getCollectionCount());
            sample(
                    "jvm_gc_collection_seconds_sum",
                    label,
                    Double.toString(collector.getCollectionTime() / 1000.0));
        }
    }

    private void head(String name, String type) {
        out.append("# HELP ").append(name).append(' ').append(name);
        out.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    private void sample(String name, String labels, String value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }
}
