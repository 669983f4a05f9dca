package zabra.server.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.Journal;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.DurableSteps;
import zabra.peer.durable.Outcome;
import zabra.storage.TxnLog;

/**
 * Writes the transaction log: takes everything that waits, appends it, syncs once, and tells up to
 * which zxid all is safe. While a sync runs the next batch gathers, so batches grow with load.
 *
 * <p>A failure to write or sync is final: the server ends, nothing is retried over it.
 */
public final class JournalThread implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);

    /**
     * So much goes with one sync. A server that catches up could write far more at once, and would
     * keep a device that others share busy for long.
     */
    private static final int SYNC_BYTES_MAX = 4 << 20;

    /** What the replica handed over in one go. */
    private static final class Batch {
        private long[] zxids = new long[64];
        private byte[][] txns = new byte[64][];
        private int count;
        private boolean rollFirst;

        /** To be done after all else of the batch; null for nothing. */
        private DurableStep step;

        void add(long zxid, byte[] txn) {
            if (count == zxids.length) {
                zxids = Arrays.copyOf(zxids, count * 2);
                txns = Arrays.copyOf(txns, count * 2);
            }
            zxids[count] = zxid;
            txns[count++] = txn;
        }
    }

    private static final Batch STOP = new Batch();

    private final TxnLog log;
    private final DurableSteps steps;
    private final long warnMillis;
    private final Fatal fatal;
    private final SyncStats stats;
    private final BlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private LongConsumer durable;
    private BiConsumer<DurableStep, Outcome> performed;
    private Batch current = new Batch();

    /** Whether the kernel was told to hurry. */
    private boolean prompt;

    /** When the thread took what it is at, {@link System#nanoTime}; 0 while it waits. */
    private volatile long busySince;

    /**
     * @param steps for the same log
     * @param warnMillis a sync longer than this is warned of
     */
    public JournalThread(
            TxnLog log, DurableSteps steps, long warnMillis, SyncStats stats, Fatal fatal) {
        this.log = log;
        this.steps = steps;
        this.warnMillis = warnMillis;
        this.stats = stats;
        this.fatal = fatal;
        this.thread = new Thread(this::run, "zabra-journal");
    }

    /**
     * @param durable is told the last zxid that is safe, after each sync
     * @param performed is told of each step that is done
     */
    public void start(LongConsumer durable, BiConsumer<DurableStep, Outcome> performed) {
        this.durable = durable;
        this.performed = performed;
        thread.start();
    }

    /** Writes what was flushed, closes the log, ends the thread. After the replica has stopped. */
    public void stop() throws InterruptedException {
        queue.add(STOP);
        thread.join();
    }

    /** How long it has been at what it took last; 0 while it waits for more. Any thread. */
    public long busyMillis() {
        long since = busySince;
        return since == 0 ? 0 : (System.nanoTime() - since) / 1_000_000;
    }

    // ---- replica thread

    @Override
    public void append(long zxid, byte[] txn) {
        current.add(zxid, txn);
    }

    @Override
    public void roll() {
        flush();
        current.rollFirst = true;
    }

    @Override
    public void flush() {
        if (current.count > 0) {
            queue.add(current);
            current = new Batch();
        }
    }

    @Override
    public void perform(DurableStep step) {
        flush();
        current.step = step;
        queue.add(current);
        current = new Batch();
    }

    // ---- journal thread

    private void run() {
        List<Batch> taken = new ArrayList<>();
        try (log) {
            while (true) {
                hurry();
                Batch next = queue.poll();
                if (next == null) {
                    busySince = 0;
                    next = queue.take();
                }
                busySince = System.nanoTime() | 1;
                taken.add(next);
                queue.drainTo(taken);
                boolean stop = false;
                long last = -1;
                long bytes = 0;
                for (Batch batch : taken) {
                    stop |= batch == STOP;
                    if (batch.rollFirst) {
                        log.roll();
                    }
                    for (int i = 0; i < batch.count; i++) {
                        byte[] txn = batch.txns[i];
                        log.append(batch.zxids[i], txn, 0, txn.length);
                        last = batch.zxids[i];
                        bytes += txn.length;
                        if (bytes >= SYNC_BYTES_MAX) {
                            settle(last);
                            last = -1;
                            bytes = 0;
                        }
                    }
                    if (batch.step != null) {
                        settle(last);
                        last = -1;
                        performed.accept(batch.step, steps.perform(batch.step));
                    }
                }
                taken.clear();
                settle(last);
                if (last != -1 && queue.isEmpty()) {
                    log.zeroAhead();
                }
                if (stop) {
                    return;
                }
            }
        } catch (IOException e) {
            fatal.end(
                    1,
                    "The transaction log cannot be written ("
                            + e.getMessage()
                            + "). Nothing that was acknowledged is lost; free space or repair the"
                            + " disk and start again.",
                    e);
        } catch (InterruptedException e) {
            fatal.end(1, "The journal thread was interrupted.", e);
        } catch (RuntimeException | Error e) {
            fatal.end(1, "The journal thread met a bug.", e);
        }
    }

    /** As soon as that is possible: after a sync it must not wait long for a core. */
    private void hurry() {
        if (!prompt && ThreadUrgency.isLinked()) {
            prompt = true;
            ThreadUrgency.prompt();
        }
    }

    /** Syncs what was appended, up to {@code last}; -1 for nothing. */
    private void settle(long last) throws IOException {
        if (last != -1) {
            sync();
            durable.accept(last);
        }
    }

    private void sync() throws IOException {
        long start = System.nanoTime();
        log.sync();
        long nanos = System.nanoTime() - start;
        stats.synced(nanos);
        if (nanos / 1_000_000 > warnMillis) {
            LOG.warn(
                    "fsync-ing the write ahead log took {}ms which will adversely affect operation"
                            + " latency. Is the disk shared or slow?",
                    nanos / 1_000_000);
        }
    }
}
