package zabra.consensus.model;

import java.util.List;
import zabra.protocol.Zxid;

/** Of all logs. */
final class LogShape extends Invariant {
    LogShape(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "zxids of a history increase, within an epoch by one, an epoch's first has counter"
                + " 1";
    }

    @Override
    void appended(ModelServer server, long last, Txn txn) {
        check(
                Txn.follows(txn.zxid(), last),
                () -> server + ": " + txn + " after " + Zxid.toString(last));
    }

    @Override
    void historyReplaced(ModelServer server, List<Txn> history) {
        long last = 0;
        for (Txn txn : history) {
            appended(server, last, txn);
            last = txn.zxid();
        }
    }
}
