package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static zabra.consensus.zab.Recorder.txn;
import static zabra.consensus.zab.Recorder.z;

import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Recorder.RecordedLink;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.PeerState;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Ping;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.protocol.quorum.QuorumMessage.Trunc;
import zabra.protocol.quorum.QuorumMessage.UpToDate;

/** What a follower says and does, step by step. */
final class LearningTest {
    private static final LeaderInfo EPOCH_2 = new LeaderInfo(2, LearnerInfo.PROTOCOL_VERSION);
    private static final LeaderInfo EPOCH_2_RANGES =
            new LeaderInfo(2, LearnerInfo.PROTOCOL_VERSION, true);
    private static final NewLeader NEW_LEADER = new NewLeader(2, "");

    private Recorder follower = new Recorder(1, new ZabState(z(1, 2), z(1, 2), 1, 1));
    private RecordedLink link;

    private void promise(LeaderInfo info) {
        link = follower.follow();
        link.says(info);
        follower.zab.onAcceptedEpochStored(2);
        follower.asked();
    }

    /** Serves after an empty DIFF. */
    private void serve(LeaderInfo info) {
        promise(info);
        link.says(new Diff(z(1, 2)), NEW_LEADER);
        follower.zab.onCurrentEpochStored(2);
        link.says(new UpToDate());
        follower.asked();
    }

    private void assertLeft() {
        assertThat(follower.asked()).endsWith("link1 close", "role LOOKING");
        assertThat(follower.zab.role()).isEqualTo(Role.LOOKING);
    }

    @Test
    void promisesAnEpochOnlyOnceThatIsDurable() {
        link = follower.follow();
        assertThat(follower.asked())
                .containsExactly("role FOLLOWING", "dial 3", "link1 FOLLOWERINFO 1");
        link.says(EPOCH_2);
        assertThat(follower.asked()).containsExactly("accepted epoch 2");
        follower.zab.onAcceptedEpochStored(2);
        assertThat(follower.asked()).containsExactly("link1 ACKEPOCH 0x100000002 1");
        assertThat(follower.zab.acceptedEpoch()).isEqualTo(2);
    }

    @Test
    void withoutAnythingItCountsForNothingUntilItHasAll() {
        follower = new Recorder(1, new ZabState(-1, 0, 0, 0, true));
        link = follower.follow();
        assertThat(follower.asked())
                .containsExactly("role OBSERVING", "dial 3", "link1 OBSERVERINFO 0");
        link.says(EPOCH_2);
        follower.zab.onAcceptedEpochStored(2);
        assertThat(follower.asked())
                .containsExactly("accepted epoch 2", "link1 ACKEPOCH 0xffffffffffffffff 0");
        link.says(new Snap(z(1, 2)));
        follower.zab.onSnapshotReceived(link);
        follower.zab.onSnapshotInstalled(z(1, 2));
        link.says(NEW_LEADER);
        follower.zab.onCurrentEpochStored(2);
        assertThat(follower.asked())
                .containsExactly("install 0x100000002", "current epoch 2", "link1 ACK 0x200000000");
        link.says(new UpToDate());
        assertThat(follower.asked()).containsExactly("admit", "link1 close", "role LOOKING");
        follower.zab.onAdmitted();
        link = follower.follow();
        assertThat(follower.asked())
                .containsExactly("role FOLLOWING", "dial 3", "link2 FOLLOWERINFO 2");
    }

    @Test
    void aCopyThatWasCutShortCountsForNothing() {
        follower = new Recorder(1, new ZabState(-1, 0, 0, 0, true));
        link = follower.follow();
        link.says(EPOCH_2);
        follower.zab.onAcceptedEpochStored(2);
        link.says(new Snap(z(1, 2)));
        follower.zab.onSnapshotReceived(link);
        follower.zab.onSnapshotInstalled(z(1, 2));
        follower.zab.onClosed(link);
        follower.zab.onCurrentEpochStored(1);
        follower.asked();
        link = follower.follow();
        assertThat(follower.asked())
                .containsExactly("role OBSERVING", "dial 3", "link2 OBSERVERINFO 2");
    }

    @Test
    void saysNothingOfItsHistoryToOneItPromisedBefore() {
        follower = new Recorder(1, new ZabState(z(1, 2), z(1, 2), 2, 1));
        link = follower.follow();
        follower.asked();
        link.says(EPOCH_2);
        assertThat(follower.asked()).containsExactly("link1 ACKEPOCH 0x100000002 -1");
    }

    @Test
    void refusesALowerEpoch() {
        follower = new Recorder(1, new ZabState(z(1, 2), z(1, 2), 3, 1));
        link = follower.follow();
        link.says(EPOCH_2);
        assertLeft();
    }

    @Test
    void anObserverIsNotBoundByWhatItPromised() {
        follower = new Recorder(4, new ZabState(z(1, 2), z(1, 2), 3, 1));
        link = follower.follow();
        assertThat(follower.asked()).endsWith("link1 OBSERVERINFO 3");
        link.says(EPOCH_2);
        assertThat(follower.asked()).containsExactly("link1 ACKEPOCH 0x100000002 -1");
    }

    @Test
    void acknowledgesNewLeaderAfterHistoryAndEpoch() {
        promise(EPOCH_2);
        link.says(new Diff(z(1, 3)), txn(1, 3), new Commit(z(1, 3)), NEW_LEADER);
        assertThat(follower.asked()).containsExactly("append 0x100000003", "early 0x100000003");
        follower.zab.durable(z(1, 3));
        assertThat(follower.asked()).containsExactly("current epoch 2");
        follower.zab.onCurrentEpochStored(2);
        assertThat(follower.asked()).containsExactly("link1 ACK 0x200000000");
        link.says(new UpToDate());
        assertThat(follower.asked()).containsExactly("link1 ACK 0x200000000", "serve 3 in 2");
    }

    @Test
    void holdsWhatIsNotCommittedUntilItServes() {
        promise(EPOCH_2);
        link.says(new Diff(z(2, 1)), txn(2, 1), new Commit(z(2, 1)), txn(2, 2), NEW_LEADER);
        assertThat(follower.asked()).containsExactly("append 0x200000001", "early 0x200000001");
        link.says(new Commit(z(2, 2)), txn(2, 3), new Ping(z(2, 3)));
        assertThat(follower.asked()).isEmpty();
        follower.zab.durable(z(2, 1));
        follower.zab.onCurrentEpochStored(2);
        assertThat(follower.asked()).containsExactly("current epoch 2", "link1 ACK 0x200000000");
        link.says(new UpToDate());
        assertThat(follower.asked())
                .containsExactly(
                        "link1 ACK 0x200000000",
                        "serve 3 in 2",
                        "append 0x200000002",
                        "append 0x200000003",
                        "deliver 0x200000002");
        follower.zab.durable(z(2, 3));
        assertThat(follower.asked())
                .containsExactly("link1 ACK 0x200000002", "link1 ACK 0x200000003");
    }

    @Test
    void broadcastAppendsThenAcknowledgesThenDelivers() {
        serve(EPOCH_2);
        link.says(txn(2, 1), txn(2, 2));
        assertThat(follower.asked()).containsExactly("append 0x200000001", "append 0x200000002");
        follower.zab.durable(z(2, 1));
        assertThat(follower.asked()).containsExactly("link1 ACK 0x200000001");
        link.says(new Commit(z(2, 1)), new Commit(z(2, 2)), new Ping(z(2, 2)));
        assertThat(follower.asked())
                .containsExactly(
                        "deliver 0x200000001",
                        "deliver 0x200000002",
                        "link1 PING-REPLY 0x200000002");
    }

    @Test
    void rangesStandForAllBefore() {
        serve(EPOCH_2_RANGES);
        link.says(txn(2, 1), txn(2, 2), txn(2, 3));
        follower.asked();
        follower.zab.durable(z(2, 3));
        link.says(new Commit(z(2, 3)));
        assertThat(follower.asked())
                .containsExactly("link1 ACK 0x200000003", "deliver 0x200000003");
    }

    @Test
    void leavesALeaderThatCommitsWhatItDidNotPropose() {
        serve(EPOCH_2);
        link.says(txn(2, 1), txn(2, 2), new Commit(z(2, 2)));
        assertLeft();
    }

    @Test
    void leavesALeaderWhoseProposalsHaveAGap() {
        serve(EPOCH_2);
        link.says(txn(2, 2));
        assertLeft();
        assertThat(follower.zab.lookingBecause()).contains("0x200000002 after 0x100000002");
    }

    @Test
    void leavesALeaderWhoseHistoryHasAGap() {
        promise(EPOCH_2);
        link.says(new Diff(z(2, 1)), txn(1, 4));
        assertLeft();
    }

    @Test
    void leavesALeaderWhoseHistoryEndsTooSoon() {
        promise(EPOCH_2);
        link.says(new Diff(z(2, 1)), NEW_LEADER);
        assertLeft();
    }

    @Test
    void truncatesBeforeAnythingElse() {
        promise(EPOCH_2);
        link.says(new Trunc(z(1, 1)), txn(2, 1), new Commit(z(2, 1)), NEW_LEADER);
        assertThat(follower.asked()).containsExactly("truncate 0x100000001");
        follower.zab.onTruncated(true);
        assertThat(follower.asked()).containsExactly("append 0x200000001", "early 0x200000001");
    }

    @Test
    void asksForTheStateWhereItCannotTruncate() {
        promise(EPOCH_2);
        link.says(new Trunc(z(1, 1)));
        follower.asked();
        follower.zab.onTruncated(false);
        assertThat(follower.asked()).containsExactly("link1 close", "dial 3");
        RecordedLink again = follower.new RecordedLink();
        follower.zab.onDialed(3, again);
        again.says(EPOCH_2);
        assertThat(follower.asked())
                .containsExactly("link2 FOLLOWERINFO 2", "link2 ACKEPOCH 0x0 -1");
        again.says(new Snap(z(1, 1)));
        follower.zab.onSnapshotReceived(again);
        assertThat(follower.asked()).containsExactly("install 0x100000001");
    }

    @Test
    void aStateCountsOnceItIsInstalled() {
        promise(EPOCH_2);
        link.says(new Snap(z(2, 5)));
        follower.zab.onSnapshotReceived(link);
        link.says(txn(2, 5), new Commit(z(2, 5)), txn(2, 6), new Commit(z(2, 6)), NEW_LEADER);
        assertThat(follower.asked()).containsExactly("install 0x200000005");
        follower.zab.onSnapshotInstalled(z(2, 5));
        assertThat(follower.asked()).containsExactly("append 0x200000006", "early 0x200000006");
        follower.zab.durable(z(2, 6));
        assertThat(follower.asked()).containsExactly("current epoch 2");
    }

    @Test
    void aStateOfZooKeeperIsClearOnlyBehindWhatWasCommittedMeanwhile() {
        promise(EPOCH_2);
        link.says(new Snap(z(2, 5)));
        assertThat(follower.comparableAfter).isEqualTo(-1);
        follower.zab.onSnapshotReceived(link);
        assertThat(follower.comparableAfter).isEqualTo(Long.MAX_VALUE);
        follower.zab.onSnapshotInstalled(z(2, 5));
        link.says(txn(2, 6), new Commit(z(2, 6)), NEW_LEADER, txn(2, 7), txn(2, 8));
        link.says(new Commit(z(2, 7)));
        follower.zab.durable(z(2, 6));
        follower.zab.onCurrentEpochStored(2);
        assertThat(follower.comparableAfter).isEqualTo(Long.MAX_VALUE);
        link.says(new UpToDate());
        assertThat(follower.comparableAfter).isEqualTo(z(2, 7));
    }

    @Test
    void aStateOfOursIsClear() {
        promise(EPOCH_2_RANGES);
        link.says(new Snap(z(2, 5)));
        follower.zab.onSnapshotReceived(link);
        assertThat(follower.comparableAfter).isEqualTo(z(2, 5));
    }

    @Test
    void aStateThatIsCutShortChangesNothing() {
        promise(EPOCH_2);
        link.says(new Snap(z(2, 5)));
        follower.zab.onClosed(link);
        assertThat(follower.asked()).containsExactly("role LOOKING");
        assertThat(follower.zab.role()).isEqualTo(Role.LOOKING);
    }

    @Test
    void votesOnlyOnceAllIsOnDisk() {
        promise(EPOCH_2);
        link.says(new Diff(z(2, 1)), txn(2, 1), new Commit(z(2, 1)));
        follower.zab.onClosed(link);
        follower.asked();
        // It is told who leads, but does not listen before it knows what it has.
        follower.vote(2, PeerState.FOLLOWING, 3, 1);
        follower.vote(3, PeerState.LEADING, 3, 1);
        assertThat(follower.asked()).isEmpty();
        follower.zab.durable(z(2, 1));
        // It has a transaction of epoch 2, so it has all that the epoch began with.
        assertThat(follower.asked()).containsExactly("current epoch 2");
        follower.zab.onCurrentEpochStored(2);
        assertThat(follower.asked()).containsExactly("role FOLLOWING", "dial 3");
    }

    @Test
    void neverUndoesWhatItKnowsToBeCommitted() {
        serve(EPOCH_2);
        link.says(txn(2, 1), new Commit(z(2, 1)));
        follower.zab.durable(z(2, 1));
        follower.zab.onClosed(link);
        follower.vote(2, PeerState.FOLLOWING, 3, 1);
        follower.vote(3, PeerState.LEADING, 3, 1);
        RecordedLink again = follower.new RecordedLink();
        follower.zab.onDialed(3, again);
        again.says(EPOCH_2);
        assertThatIllegalStateException()
                .isThrownBy(() -> again.says(new Trunc(z(1, 2))))
                .withMessageContaining("0x100000002")
                .withMessageContaining("0x200000001");
    }

    @Test
    void anObserverAppendsAndDeliversWhatItIsInformedOf() {
        follower = new Recorder(4, new ZabState(z(1, 2), z(1, 2), 1, 1));
        serve(EPOCH_2);
        link.says(new Inform(z(2, 1), txn(2, 1).txn()));
        assertThat(follower.asked()).containsExactly("append 0x200000001", "deliver 0x200000001");
        follower.zab.durable(z(2, 1));
        assertThat(follower.asked()).isEmpty();
    }

    @Test
    void triesAFewTimesToConnect() {
        follower.zab.start();
        follower.vote(2, PeerState.FOLLOWING, 3, 1);
        follower.vote(3, PeerState.LEADING, 3, 1);
        assertThat(follower.asked()).containsExactly("role FOLLOWING", "dial 3");
        for (int i = 1; i < 5; i++) {
            follower.zab.onDialFailed(3);
            assertThat(follower.asked()).isEmpty();
            follower.pass(100);
            assertThat(follower.asked()).containsExactly("dial 3");
        }
        follower.zab.onDialFailed(3);
        assertThat(follower.asked()).containsExactly("role LOOKING");
    }

    @Test
    void aConnectionThatEndsBeforeTheLeaderSpeaksWasNone() {
        link = follower.follow();
        follower.asked();
        for (int i = 1; i < 5; i++) {
            follower.zab.onClosed(link);
            assertThat(follower.asked()).isEmpty();
            follower.pass(100);
            assertThat(follower.asked()).containsExactly("dial 3");
            link = follower.new RecordedLink();
            follower.zab.onDialed(3, link);
            follower.asked();
        }
        follower.zab.onClosed(link);
        assertThat(follower.asked()).containsExactly("role LOOKING");
    }

    @Test
    void leavesASilentLeader() {
        serve(EPOCH_2);
        long limit = (long) Recorder.TICK * Recorder.SYNC_LIMIT;
        follower.pass(limit - 1);
        assertThat(follower.asked()).isEmpty();
        link.says(new Ping(z(2, 0)));
        follower.asked();
        follower.pass(limit);
        assertLeft();
    }

    @Test
    void doesNotBlameItsLeaderForHavingSleptItself() {
        serve(EPOCH_2);
        follower.pass(60_000);
        link.says(new Ping(z(2, 0)));
        assertThat(follower.asked()).containsExactly("link1 PING-REPLY 0x200000000");
    }

    @Test
    void passesOnOnlyWhileItServes() {
        promise(EPOCH_2);
        QuorumMessage question = new QuorumMessage.Revalidate(5, 1_000);
        follower.zab.toLeader(question);
        assertThat(follower.asked()).isEmpty();
        link.says(new Diff(z(1, 2)), NEW_LEADER);
        follower.zab.onCurrentEpochStored(2);
        link.says(new UpToDate());
        follower.asked();
        follower.zab.toLeader(question);
        assertThat(follower.asked()).hasSize(1);
    }
}
