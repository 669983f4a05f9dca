package zabra.consensus.model;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The heart of it. */
final class CommitNeverUndone extends Invariant {
    CommitNeverUndone(Simulation simulation) {
        super(simulation);
    }

    @Override
    String words() {
        return "of each quorum, who has the latest history on disk has all that is committed";
    }

    @Override
    void diskChanged(ModelServer server) {
        checkQuorums();
    }

    @Override
    void delivered(ModelServer server, int from) {
        checkQuorums();
    }

    private void checkQuorums() {
        List<Txn> committed = simulation.ledger.committed;
        if (committed.isEmpty()) {
            return;
        }
        for (ModelServer lacking : simulation.servers.values()) {
            if (holds(lacking, committed)) {
                continue;
            }
            SortedSet<Long> notLater = new TreeSet<>();
            simulation.servers.forEach((sid, other) -> {
                if (!isLater(other, lacking)) {
                    notLater.add(sid);
                }
            });
            check(
                    !simulation.membership.quorums().containsQuorum(notLater)
                            || !simulation.membership.isVoter(lacking.sid),
                    () ->
                            lacking
                                    + " lacks "
                                    + committed.getLast()
                                    + " and could lead "
                                    + notLater
                                    + "\ncommitted "
                                    + committed
                                    + "\non its disk "
                                    + lacking.disk.recoverable());
        }
    }

    private static boolean holds(ModelServer server, List<Txn> committed) {
        List<Txn> history = server.disk.recoverable();
        int size = committed.size();
        return history.size() >= size && history.get(size - 1).equals(committed.get(size - 1));
    }

    private static boolean isLater(ModelServer one, ModelServer other) {
        long epoch = one.disk.currentEpoch();
        return epoch == other.disk.currentEpoch()
                ? Txn.last(one.disk.recoverable()) > Txn.last(other.disk.recoverable())
                : epoch > other.disk.currentEpoch();
    }
}
