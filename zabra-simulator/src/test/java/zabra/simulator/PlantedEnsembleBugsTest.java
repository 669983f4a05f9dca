package zabra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import zabra.peer.Journal;
import zabra.peer.durable.DurableStep;
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
        assertThat(found(modest, 30)).contains(HONEST);
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
        assertThat(found(local, 100)).contains("sync brings a server up to date");
    }

    /** A follower that passes a write on twice, as if it took it for one that never left. */
    @Test
    void aWriteThatIsDoneTwiceIsFound() {
        Tampering forgetful =
                new TamperedLinks() {
                    private int requests;

                    @Override
                    void sending(Tampered link, QuorumMessage message) {
                        link.pass(message);
                        if (message instanceof QuorumMessage.Request request
                                && request.cxid() != 0
                                && request.opCode() != OpCode.SYNC.code()
                                && ++requests % 20 == 0) {
                            link.pass(message);
                        }
                    }
                };
        assertThat(found(forgetful, 3)).containsExactly("a request is one transaction at most");
    }

    /**
     * As if NEWLEADER could be acknowledged while the history before it is on its way to the disk.
     */
    @Test
    void acknowledgingAnEpochBeforeItsHistoryIsDurableIsFound() {
        Tampering hasty =
                new TamperedLinks() {
                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        for (QuorumMessage message : messages) {
                            if (message instanceof QuorumMessage.NewLeader(long epoch, _)) {
                                link.pass(new QuorumMessage.Ack(Zxid.of(epoch, 0)));
                            }
                        }
                        link.hear(messages);
                    }
                };
        assertThat(found(hasty, 10)).contains(HONEST);
    }

    @Test
    void joiningAnEpochBeforeItsHistoryIsLoggedIsFound() {
        assertThat(found(new EpochFirst(), 20)).contains("history stays");
    }

    /** What is applied counts as logged: memory is ahead of the disk. */
    @Test
    void applyingBeforeLoggingIsFound() {
        assertThat(found(new PlantedDiskBugsTest.EarlyAcknowledgement(), 10)).contains(HONEST);
    }

    /** Nothing wrong is ever said: followers only never learn that anything is committed. */
    @Test
    void standingStillIsFound() {
        Tampering silent =
                new TamperedLinks() {
                    private final Set<Tampered> serving = new HashSet<>();

                    @Override
                    void receiving(Tampered link, List<QuorumMessage> messages) {
                        for (QuorumMessage message : messages) {
                            if (message instanceof QuorumMessage.UpToDate) {
                                serving.add(link);
                            }
                            if (!(message instanceof QuorumMessage.Commit)
                                    || !serving.contains(link)) {
                                link.hear(List.of(message));
                            }
                        }
                    }
                };
        assertThat(found(silent, 3)).containsAnyOf("healed servers serve", "healed servers agree");
    }

    /**
     * Servers that save what they find at their start, as ZooKeeper's leaders do, and of which a
     * truncation only cuts the log: the next start brings back what was cut off.
     */
    @Test
    void aTruncationThatLeavesANewerSnapshotIsFound() {
        Tampering keeping =
                new Tampering() {
                    @Override
                    public boolean savesWhatItFinds() {
                        return true;
                    }

                    @Override
                    public Disk disk(Disk disk) {
                        return new DelegatingDisk(disk) {
                            @Override
                            public void delete(String name) throws IOException {
                                if (!name.equals(newestSnapshot(this))) {
                                    super.delete(name);
                                }
                            }
                        };
                    }
                };
        // The server itself stops where its history is not the one it was told.
        assertThat(found(keeping, 60)).contains("no bug shows itself");
    }

    private static String newestSnapshot(Disk disk) throws IOException {
        String newest = null;
        long last = -1;
        for (String name : disk.list()) {
            if (name.startsWith("snapshot.") && name.indexOf('.', 9) < 0) {
                long zxid = Long.parseLong(name.substring(9), 16);
                if (zxid > last) {
                    last = zxid;
                    newest = name;
                }
            }
        }
        return newest;
    }

    /** A journal that joins an epoch first, and then writes the history that came with it. */
    private static final class EpochFirst implements Tampering {
        @Override
        public Journal journal(Journal journal, LongConsumer durable) {
            return new Journal() {
                private final SortedMap<Long, byte[]> held = new TreeMap<>();
                private boolean joining;

                @Override
                public void append(long zxid, byte[] txn) {
                    held.put(zxid, txn);
                }

                private void release() {
                    held.forEach(journal::append);
                    held.clear();
                }

                @Override
                public void roll() {
                    release();
                    journal.roll();
                }

                @Override
                public void perform(DurableStep step) {
                    joining = step instanceof DurableStep.AcceptedEpoch;
                    if (!(step instanceof DurableStep.CurrentEpoch)) {
                        release();
                    }
                    journal.perform(step);
                    release();
                }

                @Override
                public void flush() {
                    if (joining && !held.isEmpty()) {
                        durable.accept(held.lastKey());
                    } else {
                        release();
                    }
                    journal.flush();
                }
            };
        }
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
