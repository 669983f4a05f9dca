package zabra.micro;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import zabra.protocol.JuteWriter;
import zabra.storage.TxnLog;
import zabra.storage.TxnLogOptions;

/** The way into the log: records, checksums, batches. The disk takes no time here. */
@State(Scope.Thread)
public class LogBenchmark {
    private static final int BATCH = 100;
    private static final long FILE_BYTES = 64L << 20;

    private final JuteWriter out = new JuteWriter(1024);
    private final TxnLog log =
            new TxnLog(new ForgetfulDisk(), new TxnLogOptions(FILE_BYTES, FILE_BYTES, true));

    private long zxid;

    /** Per transaction: makes and encodes it, and with 99 others appends and writes it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long appendBatch() throws IOException {
        for (int i = 0; i < BATCH; i++) {
            out.clear();
            Samples.setDataTxn(++zxid).write(out);
            log.append(zxid, out.array(), 0, out.position());
        }
        log.sync();
        return zxid;
    }

    @TearDown
    public void close() throws IOException {
        log.close();
    }
}
