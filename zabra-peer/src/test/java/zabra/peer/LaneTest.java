package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;

/** How much output a lane lets wait for the end of its wake-up. */
final class LaneTest {
    private final PeerHarness harness = new PeerHarness();

    @Test
    void isFullWhenManyKilobytesOfAnswersWait() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/large", "x".repeat(100_000));
        harness.sync();
        assertThat(harness.lane.isFull()).isFalse();

        read(client, 2);
        read(client, 3);
        assertThat(harness.lane.isFull()).isFalse();
        read(client, 4);
        assertThat(harness.lane.isFull()).isTrue();
        assertThat(client.xids()).containsExactly(1);

        harness.lane.flush();
        assertThat(client.xids()).containsExactly(2, 3, 4);
        assertThat(harness.lane.isFull()).isFalse();
    }

    /** As several sockets are read in one wake-up: without a flush after each. */
    private static void read(PeerHarness.Client client, int xid) {
        byte[] frame =
                PeerHarness.frame(
                        xid, OpCode.GET_DATA, out -> out.writeString("/large").writeBoolean(false));
        client.connection.onBytes(frame, 0, frame.length);
    }
}
