package zabra.simulator.machine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import zabra.peer.Journal;
import zabra.simulator.world.Incarnation;
import zabra.storage.TxnLog;

/**
 * The journal thread of a simulated server: takes all that waits, appends it, and a disk's latency
 * later syncs it once. A failure of the disk ends the process.
 */
final class SimulatedJournal implements Journal {
    private record Entry(long zxid, byte[] txn) {}

    /** What was handed over in one go. */
    private record Batch(boolean rollFirst, List<Entry> entries) {}

    private final Incarnation process;
    private final TxnLog log;
    private final LongSupplier syncMicros;
    private final DiskFailure failure;
    private final ArrayDeque<Batch> queue = new ArrayDeque<>();
    private LongConsumer durable = _ -> {};
    private boolean rollNext;
    private List<Entry> current = new ArrayList<>();
    private boolean busy;

    /**
     * @param syncMicros how long the next sync takes
     */
    SimulatedJournal(
            Incarnation process, TxnLog log, LongSupplier syncMicros, DiskFailure failure) {
        this.process = process;
        this.log = log;
        this.syncMicros = syncMicros;
        this.failure = failure;
    }

    /**
     * @param durable is told the last zxid that is safe, after each sync
     */
    void start(LongConsumer durable) {
        this.durable = durable;
    }

    @Override
    public void append(long zxid, byte[] txn) {
        current.add(new Entry(zxid, txn));
    }

    @Override
    public void roll() {
        flush();
        rollNext = true;
    }

    @Override
    public void flush() {
        if (!current.isEmpty()) {
            queue.add(new Batch(rollNext, current));
            rollNext = false;
            current = new ArrayList<>();
            wake();
        }
    }

    private void wake() {
        if (!busy) {
            busy = true;
            process.after(10, this::write);
        }
    }

    private void write() {
        try {
            long last = -1;
            Batch batch;
            while ((batch = queue.poll()) != null) {
                if (batch.rollFirst) {
                    log.roll();
                }
                for (Entry entry : batch.entries) {
                    log.append(entry.zxid, entry.txn, 0, entry.txn.length);
                    last = entry.zxid;
                }
            }
            long written = last;
            process.after(syncMicros.getAsLong(), () -> sync(written));
        } catch (IOException e) {
            failure.failed("the log cannot be written", e);
        }
    }

    private void sync(long last) {
        try {
            log.sync();
            durable.accept(last);
            busy = false;
            if (!queue.isEmpty()) {
                wake();
            }
        } catch (IOException e) {
            failure.failed("the log cannot be synced", e);
        }
    }
}
