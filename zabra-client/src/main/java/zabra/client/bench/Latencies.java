package zabra.client.bench;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The latencies of one load thread, by kind. {@link #record} and {@link #recordError} belong to
 * that thread, {@link #drainTo} to one other.
 */
final class Latencies {
    /** Longer ones count as this. */
    static final long MAX_NANOS = 120_000_000_000L;

    static final int DIGITS = 3;
    private static final int ERROR_CODES = 256;

    private final SingleWriterRecorder[] recorders = new SingleWriterRecorder[Script.KINDS];
    private final Histogram[] spares = new Histogram[Script.KINDS];
    private final AtomicLongArray errors = new AtomicLongArray(ERROR_CODES);

    private int runKind;
    private long runNanos = -1;
    private long runLength;

    Latencies() {
        for (int kind = 0; kind < recorders.length; kind++) {
            recorders[kind] = new SingleWriterRecorder(1, MAX_NANOS, DIGITS);
        }
    }

    static Histogram newHistogram() {
        return new Histogram(1, MAX_NANOS, DIGITS);
    }

    /**
     * One request of {@code kind} took {@code nanos}. Requests sent and answered together took the
     * same: such runs are counted and recorded once, at the latest by {@link #flush}.
     */
    void record(int kind, long nanos) {
        if (nanos == runNanos && kind == runKind) {
            runLength++;
            return;
        }
        flush();
        runKind = kind;
        runNanos = nanos;
        runLength = 1;
    }

    /** Makes all that was recorded visible to {@link #drainTo}. */
    void flush() {
        if (runLength > 0) {
            long clamped = Math.max(1, Math.min(runNanos, MAX_NANOS));
            recorders[runKind].recordValueWithCount(clamped, runLength);
            runLength = 0;
            runNanos = -1;
        }
    }

    /** A request was answered with this error, a number below 0. */
    void recordError(int code) {
        int slot = code < 0 && code > -ERROR_CODES ? -code : 0;
        errors.lazySet(slot, errors.get(slot) + 1);
    }

    /** How often {@code code} (-255 … -1; 0 for all others) was answered since the start. */
    long errors(int code) {
        return errors.get(-code);
    }

    long allErrors() {
        long sum = 0;
        for (int i = 0; i < ERROR_CODES; i++) {
            sum += errors.get(i);
        }
        return sum;
    }

    /** Adds what was recorded since the last call, kind by kind. */
    void drainTo(Histogram[] targets) {
        for (int kind = 0; kind < recorders.length; kind++) {
            spares[kind] = recorders[kind].getIntervalHistogram(spares[kind]);
            if (targets != null) {
                targets[kind].add(spares[kind]);
            }
        }
    }
}
