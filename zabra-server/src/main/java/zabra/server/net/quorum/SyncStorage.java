package zabra.server.net.quorum;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.DataTree;

/**
 * What is read from our disk, and made of what comes from another server's, to bring a learner up
 * to date. Each call on a thread that may wait; several at a time.
 */
public interface SyncStorage {
    /**
     * The logged transactions with zxids in {@code (after, upTo]}.
     *
     * @throws IOException where they cannot be read, now or later in {@link History#next}
     */
    History history(long after, long upTo) throws IOException;

    /** What {@link zabra.consensus.zab.Zab#onLocated} wants to know of {@code zxid}. */
    long locate(long zxid) throws IOException;

    /** Writes the raw stream that follows a SNAP, signature included. */
    void writeState(StateImage image, OutputStream out) throws IOException;

    /**
     * Reads the raw stream that follows a SNAP, signature included.
     *
     * @param zxid what the SNAP said
     * @throws IOException where it ends early
     * @throws zabra.protocol.MarshallingException where it is no such stream
     */
    ReceivedState readState(long zxid, InputStream in) throws IOException;

    /** Transactions in order, one at a time. */
    interface History extends Closeable {
        /** Moves to the next; false behind the last. */
        boolean next() throws IOException;

        long zxid();

        /** The {@link zabra.protocol.txn.LoggedTxn}, the caller's own. */
        byte[] txn();
    }

    /**
     * A state that came from a leader.
     *
     * @param tree it
     * @param length of the stream, in bytes; more may have been read ahead
     */
    record ReceivedState(DataTree tree, long length) {}
}
