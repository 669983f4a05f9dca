package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.consensus.zab.Recorder.z;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Recorder.RecordedLink;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.PingReply;

/** When a leader reaches barriers. It is server 3 of three, and established with server 1. */
final class BarriersTest {
    private final Recorder leader = new Recorder(3, new ZabState(z(1, 2), z(1, 2), 1, 1));
    private RecordedLink first;

    @BeforeEach
    void establish() {
        first = leader.establish(false);
    }

    private void propose() {
        leader.zab.propose(leader.zab.nextZxid(), new byte[4]);
    }

    @Test
    void aBarrierWaitsForANewerPing() {
        leader.pass(Recorder.TICK / 2);
        leader.asked();
        leader.pass(1);
        leader.zab.barrier(1);
        assertThat(leader.asked()).containsExactly("link1 PING 0x200000000");
        // This answers what was sent before the call.
        first.says(new PingReply(z(2, 0), List.of()));
        assertThat(leader.asked()).isEmpty();
        leader.pass(1);
        leader.zab.barrier(2);
        first.says(new PingReply(z(2, 0), List.of()));
        assertThat(leader.asked()).containsExactly("reached 1", "link1 PING 0x200000000");
        first.says(new PingReply(z(2, 0), List.of()));
        assertThat(leader.asked()).containsExactly("reached 2");
    }

    @Test
    void barriersOfOneBatchShareAPing() {
        leader.pass(1);
        propose();
        leader.zab.barrier(1);
        leader.zab.barrier(2);
        assertThat(leader.asked()).endsWith("link1 PING 0x200000001");
        first.says(new PingReply(z(2, 1), List.of()));
        assertThat(leader.asked()).isEmpty();
        leader.zab.durable(z(2, 1));
        first.says(new Ack(z(2, 1)));
        assertThat(leader.asked()).endsWith("deliver 0x200000001", "reached 1", "reached 2");
    }

    @Test
    void aBarrierIsReachedBetweenWhatIsProposedBeforeAndAfterIt() {
        leader.pass(1);
        propose();
        leader.zab.barrier(1);
        leader.zab.barrier(2);
        propose();
        leader.zab.barrier(3);
        propose();
        leader.zab.durable(z(2, 3));
        leader.asked();
        // The pings are not answered; what was proposed after the barriers proves as much.
        first.says(new Ack(z(2, 3)));
        assertThat(leader.asked())
                .containsExactly(
                        "link1 COMMIT 0x200000001",
                        "deliver 0x200000001",
                        "reached 1",
                        "reached 2",
                        "link1 COMMIT 0x200000002",
                        "deliver 0x200000002",
                        "reached 3",
                        "link1 COMMIT 0x200000003",
                        "deliver 0x200000003");
    }
}
