package zabra.consensus.model;

import java.util.List;

/** Of everything that is logged anywhere. */
final class Identity extends Invariant {
    Identity(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "the same zxid is the same transaction, everywhere and always";
    }

    @Override
    void appended(ModelServer server, long last, Txn txn) {
        Ledger.Proposed proposed = simulation.ledger.proposed.get(txn.zxid());
        check(
                proposed != null && proposed.txn().equals(txn),
                () -> server + " logs " + txn + ", proposed was " + proposed);
    }

    @Override
    void historyReplaced(ModelServer server, List<Txn> history) {
        history.forEach(txn -> appended(server, 0, txn));
    }

    @Override
    void proposes(ModelServer server, Txn txn) {
        Ledger.Proposed proposed = simulation.ledger.proposed.get(txn.zxid());
        check(
                proposed.txn().equals(txn),
                () -> server + " proposes " + txn + ", proposed was " + proposed);
    }
}
