package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;

/** Many sessions expire at once: all are closed, and others need not wait for that. */
final class MassExpiryTest {
    private static final int SILENT = 100;
    private static final int STEP_MILLIS = 2_000;

    private final PeerHarness harness = new PeerHarness();
    private final List<PeerHarness.Client> silent = new ArrayList<>();
    private final PeerHarness.Client living = harness.connect();

    private void silence() {
        for (int i = 0; i < SILENT; i++) {
            PeerHarness.Client client = harness.connect();
            client.request(1, OpCode.CREATE, PeerHarness.createBody("/e" + i, "x", 1));
            silent.add(client);
        }
        harness.sync();
        // Up to the turn that finds them expired.
        long appended = harness.journal.last();
        while (harness.journal.last() == appended) {
            harness.millis += STEP_MILLIS;
            living.request(-2, OpCode.PING, _ -> {});
            harness.peer.replica().work();
        }
    }

    private void passMillis(int millis) {
        for (int i = 0; i < millis; i++) {
            harness.millis++;
            harness.sync();
        }
    }

    @Test
    void aWriteThatComesMeanwhileWaitsForFewOfThem() {
        long before = harness.journal.last();
        silence();
        living.create(1, "/in-between", "x");
        harness.sync();
        assertThat(living.xids()).contains(1);
        long closed = harness.journal.last() - before - 2 * SILENT - 1;
        assertThat(closed).isBetween(1L, 4L);
    }

    @Test
    void allAreClosedSoonAndInSmallPortions() {
        silence();
        harness.sync();
        int left = harness.peer.tree().ephemeralCount();
        assertThat(left).isBetween(SILENT - 4, SILENT - 1);
        assertThat(harness.peer.replica().maySleep()).isEqualTo(1);
        assertThat(harness.peer.replica().awake()).isTrue();
        passMillis(10);
        assertThat(harness.peer.tree().ephemeralCount()).isBetween(left - 40, left - 10);
        passMillis(SILENT);
        assertThat(harness.peer.tree().ephemeralCount()).isZero();
        assertThat(silent).allMatch(client -> client.transport.aborted);
        assertThat(living.transport.closed).isFalse();
        assertThat(harness.peer.replica().maySleep()).isGreaterThan(1);
    }
}
