package zabra.consensus.model;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import zabra.protocol.Zxid;

/** At an epoch's first proposal. */
final class PrimaryIntegrity extends Invariant {
    private final SortedSet<Long> begun = new TreeSet<>();

    PrimaryIntegrity(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "who begins to propose has delivered all that was delivered of earlier epochs";
    }

    @Override
    void proposes(ModelServer server, Txn txn) {
        long epoch = Zxid.epoch(txn.zxid());
        if (begun.add(epoch)) {
            // A later epoch may have begun meanwhile: this primary does not know.
            List<Txn> earlier =
                    simulation.ledger.committed.stream()
                            .filter(each -> Zxid.epoch(each.zxid()) < epoch)
                            .toList();
            check(
                    server.serving && Txn.isPrefix(earlier, server.tree),
                    () ->
                            server
                                    + " proposes "
                                    + txn
                                    + " having delivered "
                                    + Zxid.toString(Txn.last(server.tree))
                                    + " of "
                                    + Zxid.toString(Txn.last(earlier)));
        }
    }
}
