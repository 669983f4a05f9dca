package zabra.storage;

import java.io.IOException;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.LoggedTxn;

/**
 * Brings a state back from the newest good snapshot and the log after it, or says exactly why not
 * ({@link StorageException}). Deletes leftovers of unfinished writes.
 */
public final class Recovery {
    /** Takes what is recovered. */
    public interface Target {
        /**
         * A snapshot is about to be read: its pieces go to the visitor returned. Called again for an
         * older one when a snapshot turns out to be damaged: the earlier attempt counts for nothing.
         */
        StateVisitor snapshot(long zxid);

        /**
         * The snapshot's digest, to be compared: at {@code zxid} the tree must have {@code digest}.
         */
        void snapshotDigest(long zxid, int version, long digest);

        /** A logged transaction after the snapshot, in order. */
        void txn(LoggedTxn txn);
    }

    /**
     * What was found.
     *
     * @param lastZxid the last transaction in snapshot and log; 0 for an empty database; -1 where an
     *     empty database may not be created (no vote)
     * @param snapshotZxid the snapshot used; -1 where there was none
     * @param txnCount transactions replayed
     */
    public record Recovered(long lastZxid, long snapshotZxid, long txnCount) {}

    public Recovery(Disk snapshots, Disk logs, RecoveryOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Reads everything into {@code target}. */
    public Recovered recover(Target target) throws IOException {
        throw new UnsupportedOperationException();
    }
}
