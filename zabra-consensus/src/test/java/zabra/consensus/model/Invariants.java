package zabra.consensus.model;

import java.util.List;

/** All of them. */
final class Invariants {
    private Invariants() {}

    static List<Invariant> of(Simulation simulation) {
        return List.of(
                new PrimaryUniqueness(simulation),
                new EpochOrder(simulation),
                new LogShape(simulation),
                new Identity(simulation),
                new Integrity(simulation),
                new TotalOrder(simulation),
                new Agreement(simulation),
                new PrimaryOrder(simulation),
                new PrimaryIntegrity(simulation),
                new LeaderCompleteness(simulation),
                new CommitNeverUndone(simulation),
                new HonestAcks(simulation),
                new HonestVotes(simulation),
                new OrderedCommit(simulation),
                new SnapshotHonesty(simulation));
    }
}
