package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;

/** How connections end when their server stops. */
final class FinishTest {
    private final PeerHarness harness = new PeerHarness();

    @Test
    void oneWithNothingUnderWayEndsAtOnce() {
        PeerHarness.Client client = harness.connect();
        client.connection.finish();
        assertThat(client.transport.closed).isTrue();
        assertThat(client.transport.aborted).isFalse();
    }

    @Test
    void allThatCameIsAnsweredFirst() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "x");
        client.getData(2, "/a", false);
        client.connection.finish();
        assertThat(client.transport.closed).isFalse();
        // It is still read: what was on its way is not lost.
        client.setData(3, "/a", "y");
        harness.sync();
        assertThat(client.xids()).containsExactly(1, 2, 3);
        assertThat(client.transport.closed).isTrue();
        assertThat(client.transport.aborted).isFalse();
    }

    @Test
    void theRestOfAFrameIsWaitedFor() {
        PeerHarness.Client client = harness.connect();
        byte[] frame = PeerHarness.frame(1, OpCode.CREATE, PeerHarness.createBody("/a", "x", 0));
        client.send(Arrays.copyOf(frame, 10));
        client.connection.finish();
        assertThat(client.transport.closed).isFalse();
        client.send(Arrays.copyOfRange(frame, 10, frame.length));
        harness.sync();
        assertThat(client.xids()).containsExactly(1);
        assertThat(client.transport.closed).isTrue();
    }

    @Test
    void aSessionThatIsBeingOpenedIsOpenedFirst() {
        PeerHarness.Client client = harness.new Client();
        client.connect(0, new byte[16]);
        client.connection.finish();
        assertThat(client.transport.closed).isFalse();
        harness.sync();
        assertThat(client.frames()).hasSize(1);
        assertThat(client.transport.closed).isTrue();
    }
}
