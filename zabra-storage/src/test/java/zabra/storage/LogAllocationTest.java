package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How many bytes appending to the log allocates: a count, the same on every machine. */
final class LogAllocationTest {
    private static final int BATCHES = 60;
    private static final int BATCH = 500;

    /** A record is copied into a buffer that is kept. */
    private static final long APPEND_MAX = 16;

    /** In the header of a transaction, behind the session and the cxid. */
    private static final int ZXID_OFFSET = 12;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void appendingAllocatesNothingOfNote() throws IOException {
        byte[] payload = Histories.payload(1, 100);
        ByteBuffer header = ByteBuffer.wrap(payload);
        long least = Long.MAX_VALUE;
        try (TxnLog log = new TxnLog(new SimulatedDisk(), new TxnLogOptions(64 << 20, 0, true))) {
            long zxid = 0;
            for (int batch = 0; batch < BATCHES; batch++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BATCH; i++) {
                    header.putLong(ZXID_OFFSET, ++zxid);
                    log.append(zxid, payload, 0, payload.length);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                log.sync();
            }
        }
        assertThat(least / BATCH).isLessThanOrEqualTo(APPEND_MAX);
    }
}
