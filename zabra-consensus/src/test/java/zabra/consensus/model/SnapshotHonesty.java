package zabra.consensus.model;

import java.util.List;
import zabra.protocol.Zxid;

/** Of states sent to learners. */
final class SnapshotHonesty extends Invariant {
    SnapshotHonesty(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "a state that is sent is committed, or what the leader's epoch begins with";
    }

    @Override
    void sendsState(ModelServer server, ModelLink link, List<Txn> state) {
        check(
                Txn.isPrefix(state, simulation.ledger.committed)
                        || Txn.isPrefix(state, server.disk.recoverable()),
                () -> server + " sends the state of " + Zxid.toString(Txn.last(state)));
    }
}
