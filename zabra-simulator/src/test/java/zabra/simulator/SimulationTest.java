package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    @Test
    void aServerAloneHoldsItsPromises() {
        hold(1, 1, 200);
    }

    @Test
    void threeServersHoldTheirPromises() {
        hold(3, 1, 700);
    }

    /** With observers in some seeds, and weights in groups. */
    @Test
    void fiveServersHoldTheirPromises() {
        hold(5, 1, 300);
    }

    /**
     * Seed 5101: an observer whose voters are in groups needs the answer of the one that lost power
     * while the path between the two was cut; nobody told the observer, and it went on asking on
     * the old connection for ever.
     */
    @Test
    void anObserverFindsTheLeaderAfterAConnectionDiedInSilence() {
        hold(5, 5101, 1);
    }

    /**
     * Seeds 6258 and 6298: a server was still establishing its epoch when it began to let clients
     * read, and kept them, with their sessions to read only, when it led.
     */
    @Test
    void clientsThatOnlyReadAreLetGoWhenThereIsALeader() {
        hold(3, 6258, 1);
        hold(3, 6298, 1);
    }

    /**
     * Seed 14460: with a session that only its server knows, a client comes back to that server
     * while it has no leader. What it reads there is no promise.
     */
    @Test
    void aLocalSessionReadsOnWhereThereIsNoLeader() {
        hold(3, 14460, 1);
    }

    /** Seed 5584: an observer promised epoch 8, which never was, and follows the leader of 7. */
    @Test
    void anObserverFollowsThoughItPromisedMore() {
        hold(5, 5584, 1);
    }

    /**
     * Seeds 20401 and 31648: a leader hands over while a sync waits that nobody will reach; what
     * was written behind it is history, and the next leader must begin with it.
     */
    @Test
    void aSyncThatIsNotReachedHidesNothingFromTheNextLeader() {
        hold(5, 20401, 1);
        hold(3, 31648, 1);
    }

    /**
     * Seeds 39894 and 43767: a leader that has kept the next epoch for its successor runs out of
     * zxids before that is ready. It must not take that epoch for itself.
     */
    @Test
    void anEpochKeptForAnotherServerIsNotTaken() {
        hold(3, 39894, 1);
        hold(3, 43767, 1);
    }

    /**
     * Seed 22: a server that kept its clients while leaders changed was brought up to date by a
     * snapshot, and a watch of theirs never heard of what was between.
     */
    @Test
    void noWatchOutlivesASnapshot() {
        hold(5, 22, 1);
    }

    @Tag("soak")
    @Test
    void manySeedsHold() {
        hold(0, 1_000, 3_000);
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

    /** Each seed in one thread, as many at once as there are processors. */
    private static void hold(int servers, long from, int seeds) {
        long begun = System.nanoTime();
        LongAdder events = new LongAdder();
        LongAdder answered = new LongAdder();
        Optional<String> broken =
                LongStream.range(from, from + seeds)
                        .parallel()
                        .mapToObj(seed ->
                                new Simulation(SimulationOptions.of(seed).withServers(servers))
                                        .run())
                        .peek(outcome -> {
                            events.add(outcome.steps());
                            answered.add(outcome.answered());
                        })
                        .filter(outcome -> !outcome.isGood())
                        .map(Outcome::report)
                        .findAny();
        assertThat(broken).isEmpty();
        System.out.printf(
                "%d seeds of %s: %,d events, %,d requests answered, %d s%n",
                seeds,
                servers == 0 ? "any size" : servers + " servers",
                events.sum(),
                answered.sum(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }
}
