package zabra.consensus.model;

import java.util.SortedMap;
import java.util.TreeMap;
import zabra.protocol.Zxid;

/** Of the epochs on disk. */
final class EpochOrder extends Invariant {
    private record Epochs(long accepted, long current) {}

    private final SortedMap<Long, Epochs> before = new TreeMap<>();

    EpochOrder(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "epochs on disk never decrease; current <= accepted; no transaction is of a later"
                + " one";
    }

    @Override
    void diskChanged(ModelServer server) {
        Epochs now = new Epochs(server.disk.acceptedEpoch(), server.disk.currentEpoch());
        Epochs was = before.getOrDefault(server.sid, new Epochs(0, 0));
        check(
                now.accepted >= was.accepted
                        && now.current >= was.current
                        && now.current <= now.accepted,
                () -> server + ": " + was + " -> " + now);
        long last = Txn.last(server.disk.recoverable());
        check(
                Zxid.epoch(last) <= now.accepted,
                () -> server + ": " + Zxid.toString(last) + " on disk with " + now);
        before.put(server.sid, now);
    }

    @Override
    void serves(ModelServer server, long leader, long epoch) {
        check(
                server.disk.currentEpoch() == epoch && Zxid.epoch(Txn.last(server.tree)) <= epoch,
                () ->
                        server
                                + " serves in epoch "
                                + epoch
                                + " with current epoch "
                                + server.disk.currentEpoch()
                                + " and "
                                + Zxid.toString(Txn.last(server.tree)));
    }
}
