package zabra.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import zabra.consensus.election.Ensembles;

/**
 * How long nobody serves, in virtual milliseconds. Messages take up to 8 of them, votes up to 20,
 * news of who can be reached up to 60.
 */
class AvailabilityTest {
    private static final int SEEDS = 50;
    private static final int ELECTION_WAIT_MILLIS = 200;

    private static Simulation serving(long seed) {
        Simulation simulation =
                new Simulation(new Random(seed), Ensembles.of(3, 0), Faults.NONE, Set.of());
        simulation.healed = true;
        new Chaos(simulation).begin();
        assertThat(simulation.run(5_000, () -> allServe(simulation))).isTrue();
        simulation.run(500, () -> false);
        return simulation;
    }

    private static boolean allServe(Simulation simulation) {
        return simulation.servers.values().stream().allMatch(server -> server.serving);
    }

    private static ModelServer primary(Simulation simulation) {
        return simulation.servers.values().stream()
                .filter(server -> server.alive && server.zab.isPrimary())
                .findFirst()
                .orElse(null);
    }

    /** How long there is no primary from when the one that is was treated so. */
    private static long gap(Simulation simulation, Consumer<ModelServer> treatment) {
        ModelServer before = primary(simulation);
        int life = before.life;
        long start = simulation.now;
        treatment.accept(before);
        boolean again =
                simulation.run(
                        20_000,
                        () -> {
                            ModelServer now = primary(simulation);
                            return now != null && (now != before || now.life != life);
                        });
        assertThat(again).isTrue();
        return simulation.now - start;
    }

    @Test
    void aLeaderThatCrashesIsSucceededWithoutWaiting() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation = serving(seed);
            long gap = gap(simulation, leader -> simulation.crash(leader, 30_000));
            assertThat(gap).as("seed %d", seed).isLessThan(ELECTION_WAIT_MILLIS);
        }
    }

    @Test
    void aLeaderThatStopsInGoodOrderIsSucceededWithoutWaiting() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation = serving(seed);
            long gap =
                    gap(
                            simulation,
                            leader ->
                                    simulation.at(
                                            simulation.now, leader, "resigns", leader.zab::resign));
            assertThat(gap).as("seed %d", seed).isLessThan(ELECTION_WAIT_MILLIS);
        }
    }
}
