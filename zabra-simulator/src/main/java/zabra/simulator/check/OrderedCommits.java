package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;

/**
 * On each connection a leader commits what it proposed there, each once, in the order of the
 * proposals.
 */
final class OrderedCommits implements Check {
    private static final class Progress {
        long proposed;
        long committed;
    }

    private final Map<String, Progress> connections = new TreeMap<>();

    @Override
    public void sent(Ledger from, String to, String connection, QuorumMessage message) {
        switch (message) {
            case QuorumMessage.Proposal(long zxid, _) -> {
                Progress progress = progress(connection);
                if (zxid <= progress.proposed) {
                    throw broken(connection, "proposes", zxid, progress.proposed);
                }
                progress.proposed = zxid;
            }
            case QuorumMessage.Commit(long zxid) -> {
                Progress progress = progress(connection);
                if (zxid <= progress.committed || zxid > progress.proposed) {
                    throw broken(connection, "commits", zxid, progress.committed);
                }
                progress.committed = zxid;
            }
            default -> {}
        }
    }

    private Progress progress(String connection) {
        return connections.computeIfAbsent(connection, _ -> new Progress());
    }

    private static Violation broken(String connection, String what, long zxid, long after) {
        return new Violation(
                "commits follow proposals",
                "%s %s after %s on %s"
                        .formatted(what, Zxid.toString(zxid), Zxid.toString(after), connection));
    }
}
