package zabra.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * The writer of the transaction log. One thread at a time. An {@link IOException} is final: the log
 * must not be used again, the server ends.
 */
public final class TxnLog implements Closeable {
    /** Appends continue in a new file, named by the first zxid appended. */
    public TxnLog(Disk disk, TxnLogOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a record to the batch: {@code length} payload bytes (a LoggedTxn). Written and safe only
     * after {@link #sync}.
     */
    public void append(long zxid, byte[] payload, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes the batch and makes it (and a new file's name) durable. Nothing to do: returns. */
    public void sync() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The next append opens a new file. */
    public void roll() {
        throw new UnsupportedOperationException();
    }

    /** Records and file bytes since the last roll: what decides when a snapshot is due. */
    public long recordsSinceRoll() {
        throw new UnsupportedOperationException();
    }

    public long bytesSinceRoll() {
        throw new UnsupportedOperationException();
    }

    /** Syncs and closes. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
