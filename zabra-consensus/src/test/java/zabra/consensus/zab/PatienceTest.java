package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.consensus.zab.Recorder.z;

import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Recorder.RecordedLink;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Snap;

/** What takes long may take long, on either side, as long as it moves. */
final class PatienceTest {
    private static final long LIMIT = (long) Recorder.TICK * Recorder.INIT_LIMIT;
    private static final int TIMES = 20;

    private final Recorder follower = new Recorder(1, new ZabState(z(1, 2), z(1, 2), 1, 1));
    private final Recorder leader = new Recorder(3, new ZabState(z(1, 2), z(1, 2), 1, 1));

    private RecordedLink followUntilSnap(boolean ranges) {
        RecordedLink link = follower.follow();
        link.says(new LeaderInfo(2, LearnerInfo.PROTOCOL_VERSION, ranges));
        follower.zab.onAcceptedEpochStored(2);
        link.says(new Snap(z(2, 5)));
        follower.asked();
        return link;
    }

    @Test
    void aFollowerTakesAStateAsLongAsItComes() {
        RecordedLink link = followUntilSnap(true);
        for (int i = 0; i < TIMES; i++) {
            follower.passStepwise(LIMIT - 1);
            follower.zab.onProgress(link);
        }
        assertThat(follower.asked()).isEmpty();
        follower.zab.onProgress(follower.new RecordedLink());
        follower.passStepwise(LIMIT);
        assertThat(follower.asked()).containsExactly("link1 close", "role LOOKING");
    }

    @Test
    void aFollowerWhoseDiskWorksSaysThatItLives() {
        RecordedLink link = followUntilSnap(true);
        follower.zab.onSnapshotReceived(link);
        follower.asked();
        follower.passStepwise(3 * LIMIT);
        List<String> said = follower.asked();
        assertThat(said).hasSizeBetween(3 * Recorder.INIT_LIMIT - 1, 3 * Recorder.INIT_LIMIT + 1);
        assertThat(said).containsOnly("link1 PING-REPLY 0x0");
        follower.zab.onSnapshotInstalled(z(2, 5));
        follower.passStepwise(LIMIT - 1);
        assertThat(follower.asked()).isEmpty();
        follower.passStepwise(1);
        assertThat(follower.asked()).startsWith("link1 close", "role LOOKING");
    }

    @Test
    void aFollowerTellsAZooKeeperLeaderNothingThatItDoesNotKnow() {
        RecordedLink link = followUntilSnap(false);
        follower.zab.onSnapshotReceived(link);
        follower.asked();
        follower.passStepwise(3 * LIMIT);
        assertThat(follower.asked()).isEmpty();
        assertThat(follower.zab.role()).isEqualTo(Role.FOLLOWING);
    }

    /** Epoch 2, with a state on its way to server 1, whom a quorum needs. */
    private RecordedLink leadUntilSnap(boolean ranges) {
        leader.lead(z(1, 2), 1);
        RecordedLink link = leader.connect(1, 1, ranges);
        leader.zab.onAcceptedEpochStored(2);
        link.says(new AckEpoch(0, 0));
        leader.zab.onCurrentEpochStored(2);
        assertThat(leader.asked()).contains("link1 snapshot").endsWith("link1 NEWLEADER 2");
        return link;
    }

    @Test
    void aLeaderSendsAStateAsLongAsItIsTaken() {
        RecordedLink link = leadUntilSnap(false);
        for (int i = 0; i < TIMES; i++) {
            leader.passStepwise(LIMIT - 1);
            leader.zab.onProgress(link);
        }
        assertThat(leader.zab.role()).isEqualTo(Role.LEADING);
        link.says(new Ack(z(2, 0)));
        assertThat(leader.zab.isPrimary()).isTrue();
    }

    @Test
    void aLeaderWaitsForADiskThatWorks() {
        RecordedLink link = leadUntilSnap(true);
        for (int i = 0; i < TIMES; i++) {
            leader.passStepwise(LIMIT - 1);
            link.says(new PingReply(0, List.of()));
        }
        assertThat(leader.zab.role()).isEqualTo(Role.LEADING);
        link.says(new Ack(z(2, 0)));
        assertThat(leader.zab.isPrimary()).isTrue();
    }

    @Test
    void aLeaderGivesUpOnSilence() {
        RecordedLink link = leadUntilSnap(true);
        leader.zab.onProgress(link);
        leader.zab.onProgress(leader.new RecordedLink());
        leader.passStepwise(LIMIT);
        assertThat(leader.asked()).endsWith("role LOOKING");
    }

    @Test
    void aLeaderTakesNoSignOfLifeFromWhomItDidNotAgreeOnItWith() {
        RecordedLink link = leadUntilSnap(false);
        leader.asked();
        link.says(new PingReply(0, List.of()));
        assertThat(leader.asked()).contains("link1 close");
    }
}
