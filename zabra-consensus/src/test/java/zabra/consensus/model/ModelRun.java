package zabra.consensus.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import zabra.consensus.election.Ensembles;
import zabra.consensus.quorum.Membership;
import zabra.protocol.Zxid;

/** One run: a while in which much goes wrong, then peace, in which all must come together. */
final class ModelRun {
    /**
     * What a run without failure was.
     *
     * @param traceHash the hash of all that happened
     * @param counts how often some of it did
     */
    record Outcome(long traceHash, SortedMap<String, Integer> counts) {}

    private static final int CHAOS_MILLIS = 12_000;
    private static final int PEACE_MILLIS = 60_000;

    private static final List<Membership> MEMBERSHIPS =
            List.of(
                    Ensembles.of(3, 0),
                    Ensembles.of(3, 0),
                    Ensembles.of(3, 1),
                    Ensembles.of(5, 0),
                    Ensembles.of(4, 1),
                    Ensembles.of(2, 1),
                    Ensembles.weighted(2, 1, 1, 1),
                    Ensembles.weighted(1, 1, 1, 0),
                    Ensembles.hierarchical(2, true),
                    Ensembles.hierarchical(3, true));

    private final long seed;
    private final Simulation simulation;

    private ModelRun(long seed, Set<Plant> plants) {
        this.seed = seed;
        // Seeds in a row must not begin alike.
        Random random = new Random(new SplittableRandom(seed).nextLong());
        Membership membership = MEMBERSHIPS.get(random.nextInt(MEMBERSHIPS.size()));
        simulation = new Simulation(random, membership, Faults.of(random), plants);
    }

    /**
     * Runs a seed.
     *
     * @throws AssertionError that names the seed and tells the last events, where something is
     *     wrong
     */
    static Outcome run(long seed) {
        return run(seed, EnumSet.noneOf(Plant.class));
    }

    static Outcome run(long seed, Set<Plant> plants) {
        ModelRun run = new ModelRun(seed, plants);
        try {
            run.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e + "\n" + run.simulation.lines(), e);
        }
        Ledger ledger = run.simulation.ledger;
        ledger.counts.put("committed", ledger.committed.size());
        return new Outcome(run.simulation.traceHash(), ledger.counts);
    }

    private void play() {
        Chaos chaos = new Chaos(simulation);
        chaos.begin();
        simulation.run(CHAOS_MILLIS, () -> false);
        int before = simulation.ledger.committed.size();
        chaos.heal();
        if (!simulation.run(PEACE_MILLIS, () -> isPeaceful(before))) {
            throw new AssertionError("no progress in " + PEACE_MILLIS + " ms of peace" + states());
        }
    }

    /** Whether all serve under one leader and have the same, with something new. */
    private boolean isPeaceful(int before) {
        List<Txn> committed = simulation.ledger.committed;
        if (committed.size() <= before) {
            return false;
        }
        long leader = -1;
        for (ModelServer server : simulation.servers.values()) {
            if (!server.alive
                    || !server.serving
                    || (leader >= 0 && server.leader != leader)
                    || server.tree.size() != committed.size()
                    || !server.disk.isIdle()
                    || !server.tree.equals(server.disk.recoverable())) {
                return false;
            }
            leader = server.leader;
        }
        return simulation.servers.get(leader).zab.isPrimary();
    }

    private String states() {
        StringBuilder text = new StringBuilder();
        simulation
                .servers
                .values()
                .forEach(server ->
                        text.append("\n  ")
                                .append(server)
                                .append(server.alive ? " alive " : " down ")
                                .append(server.role)
                                .append(server.serving ? " serves under " : " under ")
                                .append(server.leader)
                                .append(" tree ")
                                .append(Zxid.toString(Txn.last(server.tree)))
                                .append(" disk ")
                                .append(Zxid.toString(Txn.last(server.disk.recoverable())))
                                .append(" accepted ")
                                .append(server.disk.acceptedEpoch())
                                .append(" current ")
                                .append(server.disk.currentEpoch()));
        return text.toString();
    }

    @Override
    public String toString() {
        return "run of seed " + seed;
    }
}
