package zabra.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * The logged transactions in a range of zxids, one after the other, to be sent to a learner. The
 * log goes on being written meanwhile: nothing after the range, which was durable when it was
 * opened, is looked at. One thread at a time, any thread.
 *
 * <p>Invariant: what is handed out follows the range's begin without a gap. A new epoch's first
 * transaction follows only where it is known that nothing stood between.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class HistoryRange implements Closeable {
    /**
     * @param after a zxid that {@link HistoryLocator#locate} found: it is not handed out itself
     * @param upTo the last one, durable
     * @throws StorageException where the log does not reach back to it any more
     */
    public HistoryRange(Disk snapshots, Disk logs, long after, long upTo) throws IOException {
        throw new UnsupportedOperationException("" + snapshots + logs + after + upTo);
    }

    /**
     * Moves to the next transaction; false when the last one was handed out.
     *
     * @throws StorageException where one is damaged, missing, or purged meanwhile
     */
    public boolean next() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The array that holds the current payload (a LoggedTxn), until the next {@link #next}. */
    public byte[] array() {
        throw new UnsupportedOperationException();
    }

    public int offset() {
        throw new UnsupportedOperationException();
    }

    /** The payload's length in bytes. */
    public int length() {
        throw new UnsupportedOperationException();
    }

    /** The current transaction's zxid. */
    public long zxid() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
