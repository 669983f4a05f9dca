package zabra.simulator.machine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import zabra.peer.Journal;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.DurableSteps;
import zabra.peer.durable.Outcome;
import zabra.simulator.world.Incarnation;
import zabra.storage.TxnLog;

/**
 * The journal thread of a simulated server: takes what waits up to the next durable step, appends
 * it, syncs it once, a disk's latency later, and then does the step. A failure of the disk ends the
 * process.
 */
final class SimulatedJournal implements Journal {
    private static final long NOTHING = -1;

    private record Entry(long zxid, byte[] txn) {}

    /** What was handed over in one go; the step, null for none, comes last. */
    private record Batch(boolean rollFirst, List<Entry> entries, DurableStep step) {}

    private interface Work {
        void run() throws IOException;
    }

    private final Incarnation process;
    private final TxnLog log;
    private final DurableSteps steps;
    private final LongSupplier syncMicros;
    private final LongConsumer synced;
    private final DiskFailure failure;
    private final ArrayDeque<Batch> queue = new ArrayDeque<>();
    private LongConsumer durable = _ -> {};
    private Consumer<DurableStep> beginning = _ -> {};
    private BiConsumer<DurableStep, Outcome> performed = (_, _) -> {};
    private boolean rollNext;
    private List<Entry> current = new ArrayList<>();
    private boolean busy;

    /**
     * @param syncMicros how long the next sync takes
     * @param synced is told after each sync, whatever stands between this journal and its server
     */
    SimulatedJournal(
            Incarnation process,
            TxnLog log,
            DurableSteps steps,
            LongSupplier syncMicros,
            LongConsumer synced,
            DiskFailure failure) {
        this.process = process;
        this.log = log;
        this.steps = steps;
        this.syncMicros = syncMicros;
        this.synced = synced;
        this.failure = failure;
    }

    /**
     * @param durable is told the last zxid that is safe, after each sync
     * @param beginning is told of each step that is about to be done
     * @param performed is told of each step that is done
     */
    void start(
            LongConsumer durable,
            Consumer<DurableStep> beginning,
            BiConsumer<DurableStep, Outcome> performed) {
        this.beginning = beginning;
        this.durable = durable;
        this.performed = performed;
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
            handOver(null);
        }
    }

    @Override
    public void perform(DurableStep step) {
        handOver(step);
    }

    private void handOver(DurableStep step) {
        queue.add(new Batch(rollNext, current, step));
        rollNext = false;
        current = new ArrayList<>();
        if (!busy) {
            busy = true;
            later(10, this::next);
        }
    }

    private void later(long micros, Work work) {
        process.after(
                micros,
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        failure.failed("the log cannot be written", e);
                    }
                });
    }

    private void next() throws IOException {
        long last = NOTHING;
        DurableStep step = null;
        while (step == null && !queue.isEmpty()) {
            Batch batch = queue.poll();
            if (batch.rollFirst) {
                log.roll();
            }
            for (Entry entry : batch.entries) {
                log.append(entry.zxid, entry.txn, 0, entry.txn.length);
                last = entry.zxid;
            }
            step = batch.step;
        }
        long written = last;
        DurableStep due = step;
        if (written != NOTHING) {
            later(syncMicros.getAsLong(), () -> sync(written, due));
        } else if (due != null) {
            later(syncMicros.getAsLong(), () -> doStep(due));
        } else {
            busy = false;
        }
    }

    private void sync(long last, DurableStep step) throws IOException {
        log.sync();
        synced.accept(last);
        durable.accept(last);
        if (step != null) {
            later(syncMicros.getAsLong(), () -> doStep(step));
        } else {
            later(
                    10,
                    () -> {
                        if (queue.isEmpty()) {
                            log.zeroAhead();
                        }
                        next();
                    });
        }
    }

    private void doStep(DurableStep step) throws IOException {
        beginning.accept(step);
        performed.accept(step, steps.perform(step));
        later(10, this::next);
    }
}
