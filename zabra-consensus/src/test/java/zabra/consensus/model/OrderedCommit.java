package zabra.consensus.model;

import java.util.SortedSet;
import java.util.TreeSet;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/** Of what leaders commit, and say to their learners of it. */
final class OrderedCommit extends Invariant {
    OrderedCommit(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "a leader commits what a quorum has on disk, and tells it behind the proposal";
    }

    @Override
    void delivered(ModelServer server, int from) {
        if (server.leader != server.sid || server.tree.isEmpty()) {
            return;
        }
        int last = server.tree.size() - 1;
        SortedSet<Long> holders = new TreeSet<>();
        simulation.servers.forEach((sid, other) -> {
            var history = other.disk.recoverable();
            if (history.size() > last && history.get(last).equals(server.tree.get(last))) {
                holders.add(sid);
            }
        });
        check(
                simulation.membership.quorums().containsQuorum(holders),
                () ->
                        server
                                + " commits "
                                + server.tree.getLast()
                                + ", on the disks of "
                                + holders);
    }

    @Override
    void sends(ModelServer server, ModelLink link, QuorumMessage message) {
        switch (message) {
            case Proposal proposal -> {
                check(
                        link.proposed < 0 || Txn.follows(proposal.zxid(), link.proposed),
                        () ->
                                server
                                        + " proposes "
                                        + Zxid.toString(proposal.zxid())
                                        + " on "
                                        + link);
                link.proposed = proposal.zxid();
            }
            case Inform inform -> link.proposed = inform.zxid();
            case QuorumMessage.Diff diff -> {}
            case QuorumMessage.Trunc trunc -> link.proposed = trunc.zxid();
            case Commit commit ->
                    check(
                            commit.zxid() <= link.proposed,
                            () ->
                                    server
                                            + " tells the commit of "
                                            + Zxid.toString(commit.zxid())
                                            + " on "
                                            + link);
            default -> {}
        }
    }
}
