package zabra.storage;

import java.io.IOException;

/**
 * Finds where the history on disk and a learner's part, and whether reading what follows is cheaper
 * than sending a snapshot. Any thread; reads the log up to its durable end, so not one that may not
 * wait for a disk.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class HistoryLocator {
    /** {@code zookeeper.snapshotSizeFactor} unless set. */
    public static final double SNAPSHOT_SIZE_FACTOR = 0.33;

    /**
     * @param snapshotSizeFactor the log to be read is at most as large as the newest snapshot times
     *     this; 0: any size; negative: nothing is ever found
     */
    public HistoryLocator(Disk snapshots, Disk logs, double snapshotSizeFactor) {
        throw new UnsupportedOperationException("" + snapshots + logs + snapshotSizeFactor);
    }

    /**
     * The greatest zxid, at most {@code zxid}, that the log contains, or that a snapshot is the
     * state of, with every later transaction up to {@code durable} behind it in the log, readable
     * and without a gap.
     *
     * @param durable the last transaction that is safe on disk
     * @return -1 where there is none, or where reading would cost more than a snapshot
     */
    public long locate(long zxid, long durable) throws IOException {
        throw new UnsupportedOperationException("" + zxid + durable);
    }
}
