package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static zabra.consensus.zab.Recorder.z;

import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Recorder.RecordedLink;
import zabra.protocol.quorum.PeerState;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Revalidate;

/** What a leader says and does, step by step. It is server 3 of the voters 1, 2, 3. */
final class LeadingTest {
    private static final int HALF = Recorder.TICK / 2;

    private Recorder leader = new Recorder(3, new ZabState(z(1, 2), z(1, 2), 1, 1));
    private RecordedLink first;

    private void lead() {
        leader.lead(z(1, 2), 1);
        leader.asked();
    }

    /** Epoch 2 is promised by server 1, and on this disk. */
    private void gather(boolean ranges) {
        first = leader.gather(ranges);
    }

    /** Epoch 2 is established with server 1. */
    private void establish(boolean ranges) {
        first = leader.establish(ranges);
    }

    private void propose() {
        long zxid = leader.zab.nextZxid();
        leader.zab.propose(zxid, new byte[4]);
    }

    @Test
    void asksForAnEpochAboveAllThatAQuorumPromised() {
        leader.lead(z(1, 2), 1);
        assertThat(leader.asked()).containsExactly("role LEADING");
        leader.connect(4, 9, false);
        assertThat(leader.asked()).isEmpty();
        leader.connect(1, 6, false);
        assertThat(leader.asked()).containsExactly("accepted epoch 7");
        leader.zab.onAcceptedEpochStored(7);
        assertThat(leader.asked()).containsExactly("link1 LEADERINFO 7", "link2 LEADERINFO 7");
    }

    @Test
    void establishesAnEpochStepByStep() {
        gather(false);
        first.says(new AckEpoch(z(1, 2), 1));
        assertThat(leader.asked())
                .containsExactly("current epoch 2", "link1 DIFF 0x100000002", "link1 NEWLEADER 2");
        first.says(new Ack(z(2, 0)));
        assertThat(leader.asked()).isEmpty();
        assertThat(leader.zab.isPrimary()).isFalse();
        leader.zab.onCurrentEpochStored(2);
        assertThat(leader.asked()).containsExactly("serve 3 in 2", "link1 UPTODATE");
        assertThat(leader.zab.nextZxid()).isEqualTo(z(2, 1));
    }

    @Test
    void refusesAVoterThatIsAhead() {
        gather(false);
        first.says(new AckEpoch(z(1, 3), 1));
        assertThat(leader.asked()).containsExactly("link1 close");
        RecordedLink second = leader.connect(2, 1, false);
        leader.asked();
        second.says(new AckEpoch(z(1, 1), 2));
        assertThat(leader.asked()).containsExactly("link2 close");
    }

    @Test
    void countsNoPromiseThatWasGivenBefore() {
        gather(false);
        first.says(new AckEpoch(0, AckEpoch.ALREADY_ACCEPTED));
        assertThat(leader.asked()).isEmpty();
    }

    @Test
    void countsNoObserverAndNoStranger() {
        lead();
        leader.connect(4, 1, false);
        leader.connect(8, 1, false);
        leader.connect(9, 1, false);
        assertThat(leader.asked()).isEmpty();
    }

    @Test
    void turnsAwayWhoBeginsWithAnythingElse() {
        lead();
        RecordedLink link = leader.new RecordedLink();
        leader.zab.onAccepted(link);
        link.says(new Ack(0));
        assertThat(leader.asked()).containsExactly("link1 close");
    }

    @Test
    void turnsAwayEpochsThatLeaveNoneAbove() {
        lead();
        for (long epoch : new long[] {-1, Integer.MAX_VALUE}) {
            leader.connect(1, epoch, false);
            assertThat(leader.asked()).last().asString().endsWith("close");
        }
    }

    @Test
    void takesNoOtherAcknowledgementForThatOfNewLeader() {
        gather(false);
        first.says(new AckEpoch(z(1, 2), 1));
        leader.zab.onCurrentEpochStored(2);
        leader.asked();
        first.says(new Ack(z(1, 2)));
        assertThat(leader.asked()).containsExactly("link1 close");
    }

    @Test
    void commitsWhatAQuorumHasOnDisk() {
        establish(false);
        propose();
        propose();
        assertThat(leader.asked())
                .containsExactly(
                        "append 0x200000001",
                        "link1 PROPOSAL 0x200000001",
                        "append 0x200000002",
                        "link1 PROPOSAL 0x200000002");
        first.says(new Ack(z(2, 1)));
        assertThat(leader.asked()).isEmpty();
        leader.zab.durable(z(2, 2));
        assertThat(leader.asked())
                .containsExactly("link1 COMMIT 0x200000001", "deliver 0x200000001");
        first.says(new Ack(z(2, 1)), new Ack(z(2, 2)));
        assertThat(leader.asked())
                .containsExactly("link1 COMMIT 0x200000002", "deliver 0x200000002");
    }

    @Test
    void aRangeIsCommittedByOneMessage() {
        establish(true);
        propose();
        propose();
        leader.zab.durable(z(2, 2));
        leader.asked();
        first.says(new Ack(z(2, 2)));
        assertThat(leader.asked())
                .containsExactly("link1 COMMIT 0x200000002", "deliver 0x200000002");
    }

    @Test
    void commitsEachOneToAServerThatKnowsNoRanges() {
        establish(false);
        propose();
        propose();
        leader.zab.durable(z(2, 2));
        leader.asked();
        first.says(new Ack(z(2, 2)));
        assertThat(leader.asked())
                .containsExactly(
                        "link1 COMMIT 0x200000001",
                        "link1 COMMIT 0x200000002",
                        "deliver 0x200000002");
    }

    @Test
    void letsGoOfOneThatAcknowledgesWhatItWasNotSent() {
        establish(false);
        propose();
        RecordedLink second = join(2, z(1, 2));
        leader.asked();
        second.says(new Ack(z(2, 0)));
        leader.asked();
        second.says(new Ack(z(2, 2)));
        assertThat(leader.asked()).containsExactly("link2 close", "link2 gone");
    }

    /** Joins the established epoch. */
    private RecordedLink join(long sid, long lastZxid) {
        RecordedLink link = leader.connect(sid, 2, false);
        link.says(new AckEpoch(lastZxid, AckEpoch.ALREADY_ACCEPTED));
        return link;
    }

    @Test
    void whoJoinsGetsWhatIsCommittedAndWhatIsNot() {
        establish(false);
        propose();
        leader.zab.durable(z(2, 1));
        first.says(new Ack(z(2, 1)));
        propose();
        leader.asked();
        join(2, z(1, 2));
        assertThat(leader.asked())
                .containsExactly(
                        "link2 LEADERINFO 2",
                        "link2 DIFF 0x200000001",
                        "link2 PROPOSAL 0x200000001",
                        "link2 COMMIT 0x200000001",
                        "link2 PROPOSAL 0x200000002",
                        "link2 NEWLEADER 2");
        join(4, z(2, 1));
        propose();
        leader.zab.durable(z(2, 3));
        first.says(new Ack(z(2, 2)));
        List<String> asked = leader.asked();
        assertThat(asked.stream().filter(words -> words.startsWith("link2")))
                .containsExactly("link2 PROPOSAL 0x200000003", "link2 COMMIT 0x200000002");
        assertThat(asked.stream().filter(words -> words.startsWith("link3")))
                .containsExactly(
                        "link3 LEADERINFO 2",
                        "link3 DIFF 0x200000001",
                        "link3 NEWLEADER 2",
                        "link3 INFORM 0x200000002");
    }

    @Test
    void whatALearnerHasBeforeItIsCommittedIsNotTakenAway() {
        establish(false);
        propose();
        leader.asked();
        join(2, z(2, 1));
        assertThat(leader.asked()).containsExactly("link2 LEADERINFO 2");
        leader.zab.durable(z(2, 1));
        first.says(new Ack(z(2, 1)));
        assertThat(leader.asked())
                .containsExactly(
                        "link1 COMMIT 0x200000001",
                        "deliver 0x200000001",
                        "link2 DIFF 0x200000001",
                        "link2 NEWLEADER 2");
    }

    @Test
    void whoIsFarBehindIsLocatedOnDisk() {
        establish(false);
        join(2, z(1, 1));
        assertThat(leader.asked())
                .containsExactly("link2 LEADERINFO 2", "link2 locate 0x100000001");
        leader.zab.onLocated(leader.new RecordedLink(), z(1, 1));
        assertThat(leader.asked()).isEmpty();
    }

    @Test
    void historyOnDiskComesBeforeThatInMemory() {
        establish(false);
        RecordedLink second = join(2, z(1, 1));
        propose();
        leader.zab.durable(z(2, 1));
        first.says(new Ack(z(2, 1)));
        leader.asked();
        leader.zab.onLocated(second, z(1, 1));
        assertThat(leader.asked())
                .containsExactly(
                        "link2 DIFF 0x200000001",
                        "link2 history 0x100000001..0x100000002",
                        "link2 PROPOSAL 0x200000001",
                        "link2 COMMIT 0x200000001",
                        "link2 NEWLEADER 2");
    }

    @Test
    void whatIsNotAppliedYetIsBeforeItsStateIsSent() {
        leader = new Recorder(3, new ZabState(z(1, 2), z(1, 1), 1, 1));
        gather(false);
        first.says(new AckEpoch(0, 0));
        leader.zab.onCurrentEpochStored(2);
        assertThat(leader.asked())
                .containsExactly(
                        "current epoch 2",
                        "early 0x100000002",
                        "link1 snapshot",
                        "link1 NEWLEADER 2");
    }

    @Test
    void pingsTwiceATickAndNeedsAnswers() {
        establish(false);
        for (int i = 0; i < 30; i++) {
            leader.pass(HALF);
            assertThat(leader.asked()).containsExactly("link1 PING 0x200000000");
            first.says(new PingReply(z(2, 0), List.of()));
        }
        leader.passStepwise((long) Recorder.TICK * Recorder.SYNC_LIMIT);
        assertThat(leader.asked()).endsWith("link1 close", "link1 gone", "role LOOKING");
    }

    @Test
    void aProposalThatIsNotAcknowledgedCostsTheConnection() {
        establish(false);
        RecordedLink second = join(2, z(1, 2));
        second.says(new Ack(z(2, 0)));
        propose();
        leader.zab.durable(z(2, 1));
        first.says(new Ack(z(2, 1)));
        leader.asked();
        boolean gone = false;
        for (int i = 0; i < 2 * Recorder.SYNC_LIMIT && !gone; i++) {
            leader.pass(HALF);
            for (String words : leader.asked()) {
                if (words.equals("link1 PING 0x200000001")) {
                    first.says(new PingReply(z(2, 1), List.of()));
                } else if (words.equals("link2 PING 0x200000001")) {
                    second.says(new PingReply(z(2, 1), List.of()));
                }
                gone |= words.equals("link2 gone");
            }
        }
        assertThat(gone).isTrue();
        assertThat(leader.zab.isPrimary()).isTrue();
    }

    @Test
    void asksNothingForALearnerThatIsNotServed() {
        establish(false);
        RecordedLink second = join(2, z(1, 2));
        leader.asked();
        second.says(new Revalidate(1, 1_000));
        first.says(new Revalidate(1, 1_000));
        assertThat(leader.asked()).containsExactly("link2 close", "from 1 Revalidate");
    }

    @Test
    void aNewConnectionOfAServerReplacesItsOldOne() {
        gather(false);
        leader.connect(1, 2, false);
        assertThat(leader.asked()).containsExactly("link1 close", "link2 LEADERINFO 2");
    }

    @Test
    void stepsDownForAVoterThatPromisedMoreButNotAtOnce() {
        establish(false);
        leader.connect(2, 5, false);
        assertThat(leader.asked()).containsExactly("link2 close");
        for (int i = 0; i < 2 * Recorder.INIT_LIMIT; i++) {
            leader.pass(HALF);
            first.says(new PingReply(z(2, 0), List.of()));
        }
        leader.asked();
        leader.connect(2, 5, false);
        assertThat(leader.asked()).endsWith("role LOOKING");
    }

    @Test
    void givesUpWaitingForAVoterThatLooksElsewhere() {
        lead();
        leader.vote(1, PeerState.LOOKING, 1, 2);
        leader.pass(Recorder.TICK - 1);
        assertThat(leader.asked()).isEmpty();
        leader.pass(1);
        assertThat(leader.asked()).containsExactly("role LOOKING");
    }

    @Test
    void givesUpWithoutAQuorum() {
        lead();
        leader.passStepwise((long) Recorder.TICK * Recorder.INIT_LIMIT - 1);
        assertThat(leader.asked()).isEmpty();
        leader.passStepwise(1);
        assertThat(leader.asked()).containsExactly("role LOOKING");
    }

    @Test
    void whoConnectedBeforeItLedIsTakenOver() {
        leader.connect(1, 1, false);
        assertThat(leader.asked()).isEmpty();
        leader.lead(z(1, 2), 1);
        assertThat(leader.asked()).containsExactly("role LEADING", "accepted epoch 2");
    }

    @Test
    void resignsOnceItsSuccessorHasAll() {
        establish(false);
        propose();
        leader.zab.resign();
        assertThat(leader.asked()).contains("resigned");
        leader.zab.leave();
        assertThatIllegalStateException().isThrownBy(() -> leader.zab.nextZxid());
        leader.zab.durable(z(2, 1));
        first.says(new Ack(z(2, 1)));
        leader.asked();
        leader.pass(1);
        assertThat(leader.asked())
                .containsExactly("link1 close", "link1 gone", "role LOOKING", "left");
    }

    @Test
    void resignsThoughItsFollowersLeaveMeanwhile() {
        establish(false);
        propose();
        leader.zab.leave();
        leader.asked();
        leader.zab.onClosed(first);
        assertThat(leader.asked())
                .containsExactly("link1 gone", "role LOOKING", "resigned", "left");
    }
}
