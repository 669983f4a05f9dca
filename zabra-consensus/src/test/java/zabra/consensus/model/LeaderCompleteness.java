package zabra.consensus.model;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import zabra.protocol.Zxid;

/** At the beginning of an epoch. */
final class LeaderCompleteness extends Invariant {
    LeaderCompleteness(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "a leader begins with all that is committed, and serves once a quorum has that on"
                + " disk";
    }

    @Override
    void serves(ModelServer server, long leader, long epoch) {
        if (leader != server.sid) {
            return;
        }
        List<Txn> initial = simulation.ledger.initial.getOrDefault(epoch, server.tree);
        // A later epoch may have begun meanwhile.
        List<Txn> earlier =
                simulation.ledger.committed.stream()
                        .filter(txn -> Zxid.epoch(txn.zxid()) < epoch)
                        .toList();
        check(
                Txn.isPrefix(earlier, initial),
                () -> server + " begins epoch " + epoch + " with " + initial);
        SortedSet<Long> holders = new TreeSet<>();
        simulation.servers.forEach((sid, holder) -> {
            if (holder.disk.currentEpoch() >= epoch
                    && Txn.isPrefix(initial, holder.disk.recoverable())) {
                holders.add(sid);
            }
        });
        check(
                simulation.membership.quorums().containsQuorum(holders),
                () -> server + " serves in epoch " + epoch + ", which is held by " + holders);
    }
}
