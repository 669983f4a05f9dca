package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;

/**
 * A ping's reply carries a zxid too. Some clients take it for the last they know of, and ask for
 * watches anew from there on: they must have been told of everything up to it.
 */
final class PingOrderTest {
    private final PeerHarness harness = new PeerHarness();

    @Test
    void tellsNoZxidInAPingBeforeTheEventsUpToIt() {
        PeerHarness.Client writer = harness.connect();
        PeerHarness.Client watcher = harness.connect();
        writer.create(1, "/a", "x");
        harness.sync();
        watcher.getData(1, "/a", true);
        watcher.frames();
        writer.setData(2, "/a", "y");
        // The change is applied, but the lane has not been woken yet when the watcher pings.
        harness.peer.replica().work();
        harness.peer.replica().durable(harness.journal.last());
        harness.peer.replica().work();
        watcher.request(-2, OpCode.PING, _ -> {});

        long zxid = harness.peer.tree().lastZxid();
        assertThat(watcher.headers())
                .containsExactly(new ReplyHeader(-1, zxid, 0), new ReplyHeader(-2, zxid, 0));
    }
}
