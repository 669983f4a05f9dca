package zabra.server.words;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What a server measures, in the order in which it is told, whatever the form. */
final class Readings {
    /** The form. */
    interface Form {
        void whole(String name, long value);

        void decimal(String name, double value);

        void metric(Metric metric);
    }

    private Readings() {}

    static void tell(ServerFacts facts, Form form) {
        gaugesTo(form, facts);
        facts.member().ifPresent(member -> memberTo(form, member));
        descriptorsTo(form);
        facts.metrics().forEach(form::metric);
    }

    private static void gaugesTo(Form form, ServerFacts facts) {
        ServerFacts.Latency latency = facts.latency();
        ServerFacts.Sizes response = facts.responseBytes();
        form.decimal("avg_latency", latency.average());
        form.whole("max_latency", latency.max());
        form.whole("min_latency", latency.min());
        form.whole("packets_received", facts.packetsReceived());
        form.whole("packets_sent", facts.packetsSent());
        form.whole("num_alive_connections", facts.connections().size());
        form.whole("outstanding_requests", facts.outstandingRequests());
        form.whole("uptime", facts.uptimeMillis());
        form.whole("znode_count", facts.znodeCount());
        form.whole("watch_count", facts.watchCount());
        form.whole("ephemerals_count", facts.ephemeralCount());
        form.whole("approximate_data_size", facts.dataBytes());
        form.whole("global_sessions", facts.globalSessionCount());
        form.whole("local_sessions", facts.localSessionCount());
        form.whole("last_client_response_size", response.last());
        form.whole("max_client_response_size", response.max());
        form.whole("min_client_response_size", response.min());
        form.whole("auth_failed_count", facts.authFailedCount());
    }

    private static void memberTo(Form form, MemberFacts member) {
        form.whole("quorum_size", member.voterCount());
        member.leader()
                .ifPresent(leader -> {
                    form.whole("learners", leader.learners());
                    // What learners were called before 3.6; many monitors still ask for it.
                    form.whole("followers", leader.learners());
                    form.whole("synced_followers", leader.syncedFollowers());
                    form.whole("synced_non_voting_followers", leader.syncedNonVoting());
                    form.whole("synced_observers", leader.syncedObservers());
                    form.whole("pending_syncs", leader.pendingSyncs());
                    form.whole("leader_uptime", leader.uptimeMillis());
                });
        member.proposalBytes()
                .ifPresent(sizes -> {
                    form.whole("last_proposal_size", sizes.last());
                    form.whole("max_proposal_size", sizes.max());
                    form.whole("min_proposal_size", sizes.min());
                });
    }

    private static void descriptorsTo(Form form) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            form.whole("open_file_descriptor_count", os.getOpenFileDescriptorCount());
            form.whole("max_file_descriptor_count", os.getMaxFileDescriptorCount());
        }
    }
}
