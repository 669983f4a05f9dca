package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.simulator.machine.Tampering;
import zabra.storage.DelegatingDisk;
import zabra.storage.Disk;

/** The net is tested: bugs that lose what an ensemble has promised are found within few seeds. */
class PlantedEnsembleBugsTest {
    private static final String HONEST = "acknowledged means durable";

    @Test
    void aFollowerThatAcknowledgesBeforeItsSyncIsFound() {
        Tampering early =
                new TamperedLinks() {
                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        for (QuorumMessage message : messages) {
                            if (message instanceof QuorumMessage.Proposal(long zxid, _)) {
                                link.pass(new QuorumMessage.Ack(zxid));
                            }
                        }
                        link.hear(messages);
                    }
                };
        assertThat(found(early, 5)).contains(HONEST);
    }

    @Test
    void aLeaderThatCommitsWithoutAQuorumIsFound() {
        Tampering hasty =
                new TamperedLinks() {
                    @Override
                    void sending(Tampered link, QuorumMessage message) {
                        link.pass(message);
                        if (message instanceof QuorumMessage.Proposal(long zxid, _)) {
                            // As if the learner had answered at once.
                            link.hear(List.of(new QuorumMessage.Ack(zxid)));
                        }
                    }

                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        link.hear(messages);
                    }
                };
        assertThat(found(hasty, 10)).contains("history stays");
    }

    @Test
    void forgettingWhatWasPromisedIsFound() {
        assertThat(found(forgetting("acceptedEpoch"), 5)).contains(HONEST);
    }

    @Test
    void forgettingWhatWasJoinedIsFound() {
        assertThat(found(forgetting("currentEpoch"), 5)).contains(HONEST);
    }

    /** Followers that understate what they have let anybody lead. */
    @Test
    void aLeaderThatMissesHistoryIsFound() {
        Tampering modest =
                new TamperedLinks() {
                    @Override
                    Notification voting(long sid, Notification vote) {
                        return vote.leader() == sid
                                ? Notification.of(
                                        vote.state(),
                                        sid,
                                        Zxid.of(1 << 20, sid),
                                        vote.electionEpoch(),
                                        1 << 20,
                                        vote.config())
                                : vote;
                    }

                    @Override
                    void sending(Tampered link, QuorumMessage message) {
                        boolean promise = message instanceof QuorumMessage.AckEpoch;
                        link.pass(promise ? new QuorumMessage.AckEpoch(0, 0) : message);
                    }
                };
        assertThat(found(modest, 30)).isNotEmpty();
    }

    @Test
    void aSyncThatAsksNobodyIsFound() {
        Tampering local =
                new TamperedLinks() {
                    @Override
                    void sending(Tampered link, QuorumMessage message) {
                        if (message instanceof QuorumMessage.Request request
                                && request.opCode() == OpCode.SYNC.code()) {
                            link.hear(List.of(new QuorumMessage.Sync()));
                        } else {
                            link.pass(message);
                        }
                    }
                };
        assertThat(found(local, 30)).contains("sync brings a server up to date");
    }

    /** A disk on which a new epoch never takes the place of the old one. */
    private static Tampering forgetting(String file) {
        return new Tampering() {
            @Override
            public Disk disk(Disk disk) {
                return new DelegatingDisk(disk) {
                    @Override
                    public void rename(String from, String to) throws IOException {
                        if (!to.equals(file) || !exists(to)) {
                            super.rename(from, to);
                        }
                    }
                };
            }
        };
    }

    private static List<String> found(Tampering tampering, int seeds) {
        return PlantedDiskBugsTest.found(tampering, 3, seeds);
    }
}
