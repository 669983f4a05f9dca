package zabra.server.words;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * {@code mntr}: one {@code zk_key TAB value} a line. Whole numbers stay whole: many readers take
 * nothing else, and some stop at a line that is not of this form.
 */
final class MonitorReport {
    private MonitorReport() {}

    static String mntr(ServerFacts facts) {
        StringBuilder out = new StringBuilder(8000);
        line(out, "version", ServerVersion.CURRENT.asReference());
        line(out, "server_state", facts.mode());
        facts.member().ifPresent(member -> line(out, "peer_state", member.peerState()));
        gaugesTo(out, facts);
        facts.member().ifPresent(member -> memberTo(out, member));
        descriptorsTo(out);
        for (Metric metric : facts.metrics()) {
            metricTo(out, metric);
        }
        return out.toString();
    }

    private static void gaugesTo(StringBuilder out, ServerFacts facts) {
        ServerFacts.Latency latency = facts.latency();
        ServerFacts.Sizes response = facts.responseBytes();
        line(out, "avg_latency", ServerReport.decimal(latency.average()));
        line(out, "max_latency", latency.max());
        line(out, "min_latency", latency.min());
        line(out, "packets_received", facts.packetsReceived());
        line(out, "packets_sent", facts.packetsSent());
        line(out, "num_alive_connections", facts.connections().size());
        line(out, "outstanding_requests", facts.outstandingRequests());
        line(out, "uptime", facts.uptimeMillis());
        line(out, "znode_count", facts.znodeCount());
        line(out, "watch_count", facts.watchCount());
        line(out, "ephemerals_count", facts.ephemeralCount());
        line(out, "approximate_data_size", facts.dataBytes());
        line(out, "global_sessions", facts.globalSessionCount());
        line(out, "local_sessions", facts.localSessionCount());
        line(out, "last_client_response_size", response.last());
        line(out, "max_client_response_size", response.max());
        line(out, "min_client_response_size", response.min());
        line(out, "auth_failed_count", facts.authFailedCount());
    }

    private static void memberTo(StringBuilder out, MemberFacts member) {
        line(out, "quorum_size", member.voterCount());
        member.leader()
                .ifPresent(leader -> {
                    line(out, "learners", leader.learners());
                    // What learners were called before 3.6; many monitors still ask for it.
                    line(out, "followers", leader.learners());
                    line(out, "synced_followers", leader.syncedFollowers());
                    line(out, "synced_non_voting_followers", leader.syncedNonVoting());
                    line(out, "synced_observers", leader.syncedObservers());
                    line(out, "pending_syncs", leader.pendingSyncs());
                    line(out, "leader_uptime", leader.uptimeMillis());
                });
        member.proposalBytes()
                .ifPresent(sizes -> {
                    line(out, "last_proposal_size", sizes.last());
                    line(out, "max_proposal_size", sizes.max());
                    line(out, "min_proposal_size", sizes.min());
                });
    }

    private static void descriptorsTo(StringBuilder out) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            line(out, "open_file_descriptor_count", os.getOpenFileDescriptorCount());
            line(out, "max_file_descriptor_count", os.getMaxFileDescriptorCount());
        }
    }

    private static void metricTo(StringBuilder out, Metric metric) {
        switch (metric) {
            case Metric.Count(String name, long value) -> line(out, name, value);
            case Metric.Decimal(String name, double value) ->
                    line(out, name, ServerReport.decimal(value));
            case Metric.Summary summary -> summaryTo(out, summary);
            case Metric.Percentiles percentiles -> {
                summaryTo(out, percentiles.summary());
                line(out, "p50_" + percentiles.name(), percentiles.p50());
                line(out, "p95_" + percentiles.name(), percentiles.p95());
                line(out, "p99_" + percentiles.name(), percentiles.p99());
                line(out, "p999_" + percentiles.name(), percentiles.p999());
            }
        }
    }

    private static void summaryTo(StringBuilder out, Metric.Summary summary) {
        line(out, "avg_" + summary.name(), ServerReport.decimal(summary.average()));
        line(out, "min_" + summary.name(), summary.min());
        line(out, "max_" + summary.name(), summary.max());
        line(out, "cnt_" + summary.name(), summary.count());
        line(out, "sum_" + summary.name(), summary.sum());
    }

    private static void line(StringBuilder out, String key, long value) {
        out.append("zk_").append(key).append('\t').append(value).append('\n');
    }

    private static void line(StringBuilder out, String key, String value) {
        out.append("zk_").append(key).append('\t').append(value).append('\n');
    }
}
