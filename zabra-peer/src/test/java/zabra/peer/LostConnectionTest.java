package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.protocol.ConnectResponse;
import zabra.protocol.OpCode;

/** Connections that die, or are replaced, in the middle of something. */
final class LostConnectionTest {
    private final PeerHarness harness = new PeerHarness();

    @Test
    void expiresASessionWhoseConnectionDiedWhileItWasOpened() {
        PeerHarness.Client client = harness.new Client();
        client.connect(0, null);
        harness.run();
        client.connection.onClosed();
        harness.sync();
        assertThat(client.frames()).isEmpty();
        assertThat(harness.peer.tree().sessions()).hasSize(1);

        for (int i = 0; i < 20; i++) {
            harness.millis += 2000;
            harness.sync();
        }
        assertThat(harness.peer.tree().sessions()).isEmpty();
    }

    @Test
    void doesWhatAMovedSessionHadSentBeforeAndRefusesWhatComesAfter() {
        PeerHarness.Client old = harness.connect();
        old.create(1, "/before", "x");
        harness.run();
        PeerHarness.Client moved = harness.new Client();
        moved.connect(old.sessionId, old.password);
        old.create(2, "/after", "x");
        harness.sync();
        assertThat(ConnectResponse.read(moved.frames().getFirst()).isRefused()).isFalse();
        assertThat(old.transport.aborted).isTrue();

        moved.request(1, OpCode.EXISTS, out -> out.writeString("/before").writeBoolean(false));
        moved.request(2, OpCode.EXISTS, out -> out.writeString("/after").writeBoolean(false));
        assertThat(moved.headers()).extracting(h -> h.error()).containsExactly(0, -101);
    }

    @Test
    void keepsTheSessionThatMovedWhereTheOldConnectionDiesLater() {
        PeerHarness.Client old = harness.connect();
        PeerHarness.Client moved = harness.new Client();
        moved.connect(old.sessionId, old.password);
        harness.sync();
        moved.frames();
        old.connection.onClosed();
        moved.request(1, OpCode.CREATE, PeerHarness.createBody("/e", "x", 1));
        harness.sync();
        assertThat(moved.xids()).containsExactly(1);
        assertThat(moved.transport.closed).isFalse();
    }

    @Test
    void countsNothingOutstandingOnceAConnectionDiedWithRequestsInFlight() {
        PeerHarness.Client client = harness.connect();
        for (int i = 1; i <= 10; i++) {
            client.create(i, "/n" + i, "x");
            client.getData(100 + i, "/n" + i, true);
        }
        harness.run();
        client.connection.onClosed();
        harness.sync();
        assertThat(harness.lane.stats().outstanding()).isZero();
        assertThat(harness.peer.watches().count()).isZero();
        assertThat(harness.peer.tree().znodeCount()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void answersNothingToASessionThatClosedTwiceInARow() {
        PeerHarness.Client client = harness.connect();
        client.request(1, OpCode.CLOSE_SESSION, _ -> {});
        client.request(2, OpCode.CLOSE_SESSION, _ -> {});
        harness.sync();
        assertThat(client.xids().getFirst()).isEqualTo(1);
        assertThat(client.transport.closed).isTrue();
        assertThat(harness.peer.tree().sessions()).isEmpty();
    }
}
