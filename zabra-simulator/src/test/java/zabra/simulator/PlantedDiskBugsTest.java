package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import zabra.peer.Journal;
import zabra.peer.durable.DurableStep;
import zabra.simulator.machine.Tampering;
import zabra.storage.Disk;

/** The net is tested: what must be found when a server's way to its disk is broken. */
class PlantedDiskBugsTest {
    private static final String LOST = "what was synced comes back";
    private static final String STARTS = "a server starts on what its crash left";

    @Test
    void acknowledgingBeforeTheSyncIsFound() {
        assertThat(found(new EarlyAcknowledgement(), 1, 10)).contains(LOST);
    }

    @Test
    void aSyncOfTheLogThatDoesNothingIsFound() {
        assertThat(found(lying(name -> name.startsWith("log.")), 1, 10))
                .containsAnyOf(LOST, STARTS);
    }

    @Test
    void aSyncOfSnapshotsThatDoesNothingIsFound() {
        assertThat(found(lying(name -> name.startsWith("snapshot.")), 1, 60))
                .containsAnyOf(LOST, STARTS);
    }

    @Test
    void aSyncOfTheDirectoryThatDoesNothingIsFound() {
        assertThat(found(lying(name -> name.isEmpty()), 1, 10)).containsAnyOf(LOST, STARTS);
    }

    /** The rules that the first {@code seeds} seeds break; the search ends with the first. */
    static List<String> found(Tampering tampering, int servers, int seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            Outcome outcome =
                    new Simulation(
                                    SimulationOptions.of(seed)
                                            .withServers(servers)
                                            .withTampering(tampering))
                            .run();
            if (!outcome.isGood()) {
                return List.of(outcome.violation().rule());
            }
        }
        return List.of();
    }

    private static Tampering lying(Predicate<String> about) {
        return new Tampering() {
            @Override
            public Disk disk(Disk disk) {
                return new LyingDisk(disk, about);
            }
        };
    }

    /** Tells the server that all is safe as soon as it is handed to the journal. */
    static final class EarlyAcknowledgement implements Tampering {
        @Override
        public Journal journal(Journal journal, LongConsumer durable) {
            return new Journal() {
                private long last = -1;

                @Override
                public void append(long zxid, byte[] txn) {
                    journal.append(zxid, txn);
                    last = zxid;
                }

                @Override
                public void roll() {
                    journal.roll();
                }

                @Override
                public void perform(DurableStep step) {
                    journal.perform(step);
                }

                @Override
                public void flush() {
                    journal.flush();
                    if (last >= 0) {
                        durable.accept(last);
                        last = -1;
                    }
                }
            };
        }

        @Override
        public LongConsumer durable(LongConsumer durable) {
            return _ -> {};
        }
    }
}
