package zabra.server.words;

/**
 * {@code mntr}: one {@code zk_key TAB value} a line. Whole numbers stay whole: many readers take
 * nothing else, and some stop at a line that is not of this form.
 */
final class MonitorReport implements Readings.Form {
    private final StringBuilder out = new StringBuilder(8000);

    private MonitorReport() {}

    static String mntr(ServerFacts facts) {
        MonitorReport report = new MonitorReport();
        report.line("version", ServerVersion.CURRENT.asReference());
        report.line("server_state", facts.mode());
        facts.member().ifPresent(member -> report.line("peer_state", member.peerState()));
        Readings.tell(facts, report);
        return report.out.toString();
    }

    @Override
    public void metric(Metric metric) {
        switch (metric) {
            case Metric.Count(String name, long value) -> whole(name, value);
            case Metric.Decimal(String name, double value) -> decimal(name, value);
            case Metric.Summary summary -> summary(summary);
            case Metric.Percentiles percentiles -> {
                summary(percentiles.summary());
                whole("p50_" + percentiles.name(), percentiles.p50());
                whole("p95_" + percentiles.name(), percentiles.p95());
                whole("p99_" + percentiles.name(), percentiles.p99());
                whole("p999_" + percentiles.name(), percentiles.p999());
            }
        }
    }

    private void summary(Metric.Summary summary) {
        decimal("avg_" + summary.name(), summary.average());
        whole("min_" + summary.name(), summary.min());
        whole("max_" + summary.name(), summary.max());
        whole("cnt_" + summary.name(), summary.count());
        whole("sum_" + summary.name(), summary.sum());
    }

    @Override
    public void whole(String key, long value) {
        line(key, Long.toString(value));
    }

    @Override
    public void decimal(String key, double value) {
        line(key, ServerReport.decimal(value));
    }

    private void line(String key, String value) {
        out.append("zk_").append(key).append('\t').append(value).append('\n');
    }
}
