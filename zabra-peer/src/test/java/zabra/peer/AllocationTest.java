package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import zabra.protocol.OpCode;

/**
 * How many bytes the way of a request allocates: a count, the same on every machine, where a time
 * would be the machine's. From the bytes of the request to those of the reply, sockets and disk
 * left out. The least of many batches is what counts: buffers grow in some, and the compiler
 * removes what does not escape.
 */
final class AllocationTest {
    private static final int BATCHES = 60;
    private static final int BATCH = 500;

    /** The reply is written into a buffer that is kept; 32 when this was written. */
    private static final long GET_DATA_MAX = 48;

    /** As for data: names are copied from where they are kept. 32 when this was written. */
    private static final long NAMES_MAX = 48;

    /**
     * The request, the transaction, its encoded form, and a new packed znode; 1,616 when this was
     * written, where nothing is compiled yet, and 1,336 where all is: how far the compiler has come
     * must not decide.
     */
    private static final long SET_DATA_MAX = 1650;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PeerHarness harness = new PeerHarness();
    private final Drain replies = new Drain();
    private final ClientConnection connection =
            new ClientConnection(harness.peer.serving(), harness.lane, replies);

    /** Counts replies without keeping them. */
    private static final class Drain extends Loopback {
        private long bytes;

        @Override
        public void send(byte[] sent, int offset, int length) {
            bytes += length;
        }
    }

    private void open() {
        byte[] session = PeerHarness.connectFrame();
        connection.onBytes(session, 0, session.length);
        harness.lane.flush();
        harness.sync();
        harness.connect().create(1, "/a", "x".repeat(100));
        harness.sync();
    }

    private void send(byte[] request) {
        connection.onBytes(request, 0, request.length);
        harness.lane.flush();
    }

    private long leastPerOperation(Runnable operation) {
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCH; i++) {
                operation.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / BATCH;
    }

    @Test
    void readingDataAllocatesNextToNothing() {
        open();
        byte[] request =
                PeerHarness.frame(
                        1, OpCode.GET_DATA, out -> out.writeString("/a").writeBoolean(false));
        assertThat(leastPerOperation(() -> send(request))).isLessThanOrEqualTo(GET_DATA_MAX);
        assertThat(replies.bytes).isGreaterThan((long) BATCHES * BATCH * 100);
    }

    @Test
    void listingNamesAgainAllocatesNextToNothing() {
        open();
        PeerHarness.Client client = harness.connect();
        int children = 2 * ListedNames.CHILDREN_MIN;
        for (int i = 0; i < children; i++) {
            client.create(i + 1, "/a/" + (100 + i), "");
            harness.sync();
        }
        byte[] request =
                PeerHarness.frame(
                        1, OpCode.GET_CHILDREN, out -> out.writeString("/a").writeBoolean(false));
        assertThat(leastPerOperation(() -> send(request))).isLessThanOrEqualTo(NAMES_MAX);
        assertThat(replies.bytes).isGreaterThan((long) BATCHES * BATCH * children * 7);
    }

    @Test
    void writingDataAllocatesWhatIsKeptAndLittleMore() {
        open();
        byte[] request =
                PeerHarness.frame(
                        1,
                        OpCode.SET_DATA,
                        out -> out.writeString("/a").writeBuffer(new byte[100]).writeInt(-1));
        assertThat(
                        leastPerOperation(() -> {
                            send(request);
                            harness.sync();
                        }))
                .isLessThanOrEqualTo(SET_DATA_MAX);
        assertThat(replies.bytes).isGreaterThan((long) BATCHES * BATCH * 68);
    }
}
