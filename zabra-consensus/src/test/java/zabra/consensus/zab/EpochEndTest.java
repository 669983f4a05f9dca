package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.consensus.zab.Recorder.z;

import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Recorder.RecordedLink;
import zabra.protocol.quorum.QuorumMessage.Ack;

/** A leader whose epoch has no more zxids; here one has three. */
final class EpochEndTest {
    private final Recorder leader = new Recorder(3, new ZabState(z(1, 2), z(1, 2), 1, 1), 3);

    private void propose(int count) {
        for (int i = 0; i < count; i++) {
            leader.zab.propose(leader.zab.nextZxid(), new byte[4]);
        }
    }

    @Test
    void commitsWhatItProposedAndLooksForTheNextEpoch() {
        RecordedLink first = leader.establish(false);
        propose(2);
        assertThat(leader.zab.isPrimary()).isTrue();
        propose(1);
        assertThat(leader.zab.isPrimary()).isFalse();
        leader.zab.durable(z(2, 3));
        leader.asked();
        for (int counter = 1; counter <= 3; counter++) {
            first.says(new Ack(z(2, counter)));
        }
        assertThat(leader.asked()).contains("link1 COMMIT 0x200000003", "deliver 0x200000003");
        assertThat(leader.zab.role()).isEqualTo(Role.LEADING);
        leader.pass(1);
        assertThat(leader.asked()).containsExactly("link1 close", "link1 gone", "role LOOKING");
    }

    @Test
    void looksForTheNextEpochAfterATickThoughNothingIsCommitted() {
        leader.establish(false);
        propose(3);
        leader.pass(Recorder.TICK);
        assertThat(leader.zab.role()).isEqualTo(Role.LOOKING);
    }
}
