package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zabra.protocol.quorum.QuorumMessage;
import zabra.simulator.machine.Tampering;

/** Servers that meet others that do wrong: whatever those say, nothing is lost. */
class ScenarioTest {
    private static final int SEEDS = 8;

    /** A learner leaves a leader whose proposals have a gap, and is synchronized anew. */
    @Test
    void aSkippedProposalIsNoticed() {
        survives(
                new TamperedLinks() {
                    private int proposals;

                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        link.hear(messages.stream().filter(each -> !isSkipped(each)).toList());
                    }

                    private boolean isSkipped(QuorumMessage message) {
                        return message instanceof QuorumMessage.Proposal && ++proposals % 97 == 0;
                    }
                });
    }

    /** Acknowledgements that come twice, or that a broken connection swallowed. */
    @Test
    void repeatedAndLostAcknowledgementsAreNoVotes() {
        survives(
                new TamperedLinks() {
                    private int acknowledgements;

                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        for (QuorumMessage message : messages) {
                            boolean ack = message instanceof QuorumMessage.Ack;
                            if (ack && ++acknowledgements % 5 == 0) {
                                link.hear(List.of(message));
                            }
                            link.hear(List.of(message));
                        }
                    }
                });
    }

    /**
     * Synchronizing breaks off after any of its messages: half a history is none, and what was
     * received counts only once it is logged.
     */
    @Test
    void aSynchronizationThatBreaksOffAnywhereIsBegunAnew() {
        survives(
                new TamperedLinks() {
                    private final Map<Tampered, Integer> heard = new HashMap<>();
                    private int links;

                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        for (QuorumMessage message : messages) {
                            Integer left = heard.get(link);
                            if (message instanceof QuorumMessage.Diff
                                    || message instanceof QuorumMessage.Trunc
                                    || message instanceof QuorumMessage.Snap) {
                                // Every third one comes through.
                                left = ++links % 3 == 0 ? Integer.MAX_VALUE : links % 14;
                            } else if (message instanceof QuorumMessage.UpToDate) {
                                left = left != null && left == 0 ? 0 : Integer.MAX_VALUE;
                            }
                            if (left == null) {
                                link.hear(List.of(message));
                            } else if (left == 0) {
                                heard.remove(link);
                                link.breakOff();
                                return;
                            } else {
                                heard.put(link, left == Integer.MAX_VALUE ? left : left - 1);
                                link.hear(List.of(message));
                            }
                        }
                    }
                });
    }

    /** Whether several messages are handed over together does not matter. */
    @Test
    void oneMessagePerTurnIsAsGoodAsMany() {
        survives(
                new TamperedLinks() {
                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        messages.forEach(message -> link.hear(List.of(message)));
                    }
                });
    }

    /** As ZooKeeper's servers do: what nobody committed may be in a snapshot, too. */
    @Test
    void snapshotsOfWhatIsNotCommittedDoNoHarm() {
        survives(
                new Tampering() {
                    @Override
                    public boolean savesWhatItFinds() {
                        return true;
                    }
                });
    }

    private static void survives(Tampering tampering) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Outcome outcome =
                    new Simulation(
                                    SimulationOptions.of(seed)
                                            .withServers(3)
                                            .withTampering(tampering))
                            .run();
            assertThat(outcome.isGood()).as(outcome.report()).isTrue();
        }
    }
}
