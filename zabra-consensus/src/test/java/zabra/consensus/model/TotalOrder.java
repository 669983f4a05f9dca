package zabra.consensus.model;

import java.util.List;

/** Against what was delivered first, by anybody, ever. */
final class TotalOrder extends Invariant {
    TotalOrder(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "all servers deliver the same transactions in the same order";
    }

    @Override
    void delivered(ModelServer server, int from) {
        List<Txn> committed = simulation.ledger.committed;
        for (int i = from; i < server.tree.size(); i++) {
            Txn mine = server.tree.get(i);
            Txn first = committed.get(i);
            check(mine.equals(first), () -> server + ": " + mine + " in place of " + first);
        }
    }
}
