package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 200;

    @Test
    void aServerAloneHoldsItsPromises() {
        holds(1, 1, SEEDS);
    }

    @Test
    void oneSeedGivesOneTrace() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        Outcome one =
                new Simulation(SimulationOptions.of(3).withServers(1).withTrace(first::add)).run();
        Outcome two =
                new Simulation(SimulationOptions.of(3).withServers(1).withTrace(second::add)).run();
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
        Outcome all = null;
        long answered = 0;
        long starts = 0;
        for (long seed = 1; seed <= 20; seed++) {
            all = new Simulation(SimulationOptions.of(seed).withServers(1)).run();
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
