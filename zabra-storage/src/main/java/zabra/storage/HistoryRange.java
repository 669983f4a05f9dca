package zabra.storage;

import java.io.Closeable;
import java.io.IOException;
import zabra.protocol.Zxid;

/**
 * The logged transactions in a range of zxids, one after the other, to be sent to a learner. The
 * log goes on being written meanwhile: nothing after the range, which was durable when it was
 * opened, is looked at. One thread at a time, any thread.
 *
 * <p>Invariant: what is handed out follows the range's begin without a gap. A new epoch's first
 * transaction follows only where it is known that nothing stood between.
 */
public final class HistoryRange implements Closeable {
    private final LogHistory history;
    private final SnapshotZxids states;
    private final Disk logs;
    private final long after;
    private final long upTo;
    private long last;

    /**
     * @param after a zxid that {@link HistoryLocator#locate} found: it is not handed out itself
     * @param upTo the last one, durable
     */
    public HistoryRange(Disk snapshots, Disk logs, long after, long upTo) throws IOException {
        if (upTo < after) {
            throw new IllegalArgumentException(
                    "a range from " + Zxid.toString(after) + " to " + Zxid.toString(upTo));
        }
        this.logs = logs;
        this.after = after;
        this.upTo = upTo;
        last = after;
        states = SnapshotZxids.of(snapshots);
        history = LogHistory.behind(logs, after, states);
    }

    /**
     * Moves to the next transaction; false when the last one was handed out.
     *
     * @throws StorageException where one is damaged or missing, or was purged or taken back
     *     meanwhile
     */
    public boolean next() throws IOException {
        if (last == upTo) {
            return false;
        }
        if (!history.next()) {
            throw missing("the log ends at " + Zxid.toString(last));
        }
        long zxid = history.zxid();
        if (zxid > upTo) {
            throw missing("after " + Zxid.toString(last) + " comes " + Zxid.toString(zxid));
        }
        if (last == after && zxid != after + 1 && !isKnown()) {
            throw missing("the log does not reach back to " + Zxid.toString(after));
        }
        last = zxid;
        return true;
    }

    /** Whether the range's begin is seen to be in the history. */
    private boolean isKnown() {
        return history.lastPassed() == after || states.contains(after);
    }

    private StorageException missing(String what) {
        return new StorageException(
                StorageException.Kind.MISSING,
                logs.describe("")
                        + ": transactions after "
                        + Zxid.toString(after)
                        + " up to "
                        + Zxid.toString(upTo)
                        + " are not all here any more: "
                        + what);
    }

    /** The array that holds the current payload (a LoggedTxn), until the next {@link #next}. */
    public byte[] array() {
        return history.array();
    }

    public int offset() {
        return history.offset();
    }

    /** The payload's length in bytes. */
    public int length() {
        return history.length();
    }

    /** The current transaction's zxid; the range's begin before the first. */
    public long zxid() {
        return last;
    }

    @Override
    public void close() throws IOException {
        history.close();
    }
}
