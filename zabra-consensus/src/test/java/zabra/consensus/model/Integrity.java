package zabra.consensus.model;

import zabra.protocol.Zxid;

/** Where delivered transactions come from. */
final class Integrity extends Invariant {
    Integrity(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "what is delivered was proposed, by the leader of its epoch";
    }

    @Override
    void delivered(ModelServer server, int from) {
        for (Txn txn : server.tree.subList(from, server.tree.size())) {
            Ledger.Proposed proposed = simulation.ledger.proposed.get(txn.zxid());
            Ledger.Leader leader = simulation.ledger.leaders.get(Zxid.epoch(txn.zxid()));
            check(
                    proposed != null
                            && proposed.txn().equals(txn)
                            && new Ledger.Leader(proposed.sid(), proposed.life()).equals(leader),
                    () -> server + ": " + txn + " proposed " + proposed + ", leader " + leader);
        }
    }
}
