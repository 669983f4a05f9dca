package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    @Test
    void aServerAloneHoldsItsPromises() {
        holds(1, 1, 100);
    }

    @Test
    void threeServersHoldTheirPromises() {
        holds(3, 1, 60);
    }

    /** With observers in some seeds, and weights in groups. */
    @Test
    void fiveServersHoldTheirPromises() {
        holds(5, 1, 25);
    }

    /**
     * Seed 5101: an observer whose voters are in groups needs the answer of the one that lost power
     * while the path between the two was cut; nobody told the observer, and it went on asking on
     * the old connection for ever.
     */
    @Test
    void anObserverFindsTheLeaderAfterAConnectionDiedInSilence() {
        holds(5, 5101, 1);
    }

    @Tag("soak")
    @Test
    void manySeedsHold() {
        holds(0, 1_000, 3_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void oneSeedGivesOneTrace(int servers) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        Outcome one =
                new Simulation(SimulationOptions.of(3).withServers(servers).withTrace(first::add))
                        .run();
        Outcome two =
                new Simulation(SimulationOptions.of(3).withServers(servers).withTrace(second::add))
                        .run();
        assertThat(second).isEqualTo(first).isNotEmpty();
        assertThat(two.traceHash()).isEqualTo(one.traceHash());
        assertThat(two.steps()).isEqualTo(one.steps());
    }

    @Test
    void anotherSeedGivesAnotherTrace() {
        assertThat(new Simulation(SimulationOptions.of(4).withServers(1)).run().traceHash())
                .isNotEqualTo(
                        new Simulation(SimulationOptions.of(5).withServers(1)).run().traceHash());
    }

    /** So that a net without fish does not look like a clean pond. */
    @Test
    void muchHappens() {
        long answered = 0;
        long starts = 0;
        for (long seed = 1; seed <= 20; seed++) {
            Outcome all = new Simulation(SimulationOptions.of(seed).withServers(1)).run();
            answered += all.answered();
            starts += all.starts();
        }
        assertThat(answered).isGreaterThan(5_000);
        assertThat(starts).isGreaterThan(100);
    }

    static void holds(int servers, long from, int seeds) {
        for (long seed = from; seed < from + seeds; seed++) {
            Outcome outcome = new Simulation(SimulationOptions.of(seed).withServers(servers)).run();
            assertThat(outcome.isGood()).as(outcome.report()).isTrue();
        }
    }
}
