package zabra.consensus.model;

import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.NewLeader;

/** Only who has the promises of a quorum says NEWLEADER. */
final class PrimaryUniqueness extends Invariant {
    PrimaryUniqueness(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "an epoch has one leader";
    }

    @Override
    void sends(ModelServer server, ModelLink link, QuorumMessage message) {
        if (message instanceof NewLeader newLeader) {
            checkLeads(server, newLeader.epoch());
        }
    }

    @Override
    void serves(ModelServer server, long leader, long epoch) {
        if (leader == server.sid) {
            checkLeads(server, epoch);
        }
    }

    private void checkLeads(ModelServer server, long epoch) {
        Ledger.Leader leader = simulation.ledger.leaders.get(epoch);
        check(
                leader == null || leader.equals(new Ledger.Leader(server.sid, server.life)),
                () -> "epoch " + epoch + ": " + leader + " and " + server);
    }
}
