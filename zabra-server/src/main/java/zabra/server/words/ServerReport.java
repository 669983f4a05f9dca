package zabra.server.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import zabra.consensus.quorum.Member;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.ServerConfig;

/**
 * The words about the server as a whole: {@code srvr}, {@code stat}, {@code conf}, {@code dirs}.
 */
final class ServerReport {
    private ServerReport() {}

    static String srvr(ServerFacts facts) {
        StringBuilder out = new StringBuilder(300);
        versionTo(out, facts);
        summaryTo(out, facts);
        return out.toString();
    }

    static String stat(ServerFacts facts) {
        StringBuilder out = new StringBuilder(1000);
        versionTo(out, facts);
        out.append("Clients:\n");
        ConnectionReport.briefTo(out, facts.connections());
        out.append('\n');
        summaryTo(out, facts);
        return out.toString();
    }

    private static void versionTo(StringBuilder out, ServerFacts facts) {
        out.append("Zookeeper version: ").append(ServerVersion.CURRENT.asReference()).append('\n');
        if (facts.isReadOnly()) {
            out.append("READ-ONLY mode; serving only read-only clients\n");
        }
    }

    private static void summaryTo(StringBuilder out, ServerFacts facts) {
        ServerFacts.Latency latency = facts.latency();
        out.append("Latency min/avg/max: ").append(latency.min());
        out.append('/').append(decimal(latency.average()));
        out.append('/').append(latency.max()).append('\n');
        out.append("Received: ").append(facts.packetsReceived()).append('\n');
        out.append("Sent: ").append(facts.packetsSent()).append('\n');
        out.append("Connections: ").append(facts.connections().size()).append('\n');
        out.append("Outstanding: ").append(facts.outstandingRequests()).append('\n');
        out.append("Zxid: 0x").append(Long.toHexString(facts.lastZxid())).append('\n');
        out.append("Mode: ").append(facts.mode()).append('\n');
        out.append("Node count: ").append(facts.znodeCount()).append('\n');
        facts.member()
                .flatMap(MemberFacts::proposalBytes)
                .ifPresent(sizes -> {
                    out.append("Proposal sizes last/min/max: ").append(sizes.last());
                    out.append('/').append(sizes.min());
                    out.append('/').append(sizes.max()).append('\n');
                });
    }

    static String conf(ServerFacts facts, ServerConfig config) {
        StringBuilder out = new StringBuilder(400);
        out.append("clientPort=").append(facts.clientPort()).append('\n');
        out.append("secureClientPort=").append(facts.secureClientPort()).append('\n');
        out.append("dataDir=").append(config.dirs().snapshotFiles().toAbsolutePath()).append('\n');
        out.append("dataDirSize=").append(facts.dataDirBytes()).append('\n');
        out.append("dataLogDir=").append(config.dirs().logFiles().toAbsolutePath()).append('\n');
        out.append("dataLogSize=").append(facts.logDirBytes()).append('\n');
        out.append("tickTime=").append(config.sessions().tickMillis()).append('\n');
        out.append("maxClientCnxns=").append(config.connections().perClientMax()).append('\n');
        out.append("minSessionTimeout=").append(config.sessions().timeoutMillisMin()).append('\n');
        out.append("maxSessionTimeout=").append(config.sessions().timeoutMillisMax()).append('\n');
        out.append("clientPortListenBacklog=").append(config.clientPort().backlog()).append('\n');
        out.append("serverId=").append(facts.serverId()).append('\n');
        config.ensemble().ifPresent(ensemble -> memberTo(out, ensemble));
        return out.toString();
    }

    /** Ends without a newline, as the reference's answer does. */
    private static void memberTo(StringBuilder out, EnsembleConfig ensemble) {
        List<Member.Endpoint> endpoints = ensemble.self().endpoints();
        out.append("initLimit=").append(ensemble.initLimit()).append('\n');
        out.append("syncLimit=").append(ensemble.syncLimit()).append('\n');
        out.append("electionAlg=3\n");
        out.append("electionPort=").append(joined(endpoints, Member.Endpoint::electionPort));
        out.append("\nquorumPort=").append(joined(endpoints, Member.Endpoint::quorumPort));
        out.append("\npeerType=").append(ensemble.observer() ? 1 : 0);
        out.append("\nmembership: \n").append(ensemble.membership().text());
    }

    private static String joined(
            List<Member.Endpoint> endpoints, ToIntFunction<Member.Endpoint> port) {
        return endpoints.stream()
                .map(endpoint -> Integer.toString(port.applyAsInt(endpoint)))
                .collect(Collectors.joining("|"));
    }

    static String dirs(ServerFacts facts) {
        return "datadir_size: "
                + facts.dataDirBytes()
                + "\nlogdir_size: "
                + facts.logDirBytes()
                + "\n";
    }

    /** Up to four places, at least one, never an exponent: {@code 0.0}, {@code 1.1131}. */
    static String decimal(double value) {
        if (!Double.isFinite(value)) {
            return "0.0";
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
        return (rounded.scale() < 1 ? rounded.setScale(1) : rounded).toPlainString();
    }
}
