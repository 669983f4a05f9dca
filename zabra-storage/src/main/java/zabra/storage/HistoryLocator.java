package zabra.storage;

import java.io.IOException;
import java.util.List;

/**
 * Finds where the history on disk and a learner's part, and whether reading what follows is cheaper
 * than sending a snapshot. Any thread, but not one that may not wait for a disk: it reads the log
 * up to its durable end, because a gap found only while it is being served would be found again and
 * again.
 */
public final class HistoryLocator {
    /** {@code zookeeper.snapshotSizeFactor} unless set. */
    public static final double SNAPSHOT_SIZE_FACTOR = 0.33;

    private final Disk snapshots;
    private final Disk logs;
    private final double snapshotSizeFactor;

    /**
     * @param snapshotSizeFactor the log to be read is at most as large as the newest snapshot times
     *     this; 0: any size; negative: nothing is ever found
     */
    public HistoryLocator(Disk snapshots, Disk logs, double snapshotSizeFactor) {
        this.snapshots = snapshots;
        this.logs = logs;
        this.snapshotSizeFactor = snapshotSizeFactor;
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
        if (snapshotSizeFactor < 0 || zxid < 0) {
            return -1;
        }
        if (zxid >= durable) {
            return durable;
        }
        long bytesMax = bytesMax();
        long bytes = 0;
        try (LogHistory history = LogHistory.around(logs, zxid, SnapshotZxids.of(snapshots))) {
            do {
                if (!history.next()) {
                    return -1;
                }
                bytes += history.length() + LogFormat.FRAME_LENGTH;
            } while (history.zxid() < durable && bytes <= bytesMax);
            return history.zxid() == durable && bytes <= bytesMax ? history.base() : -1;
        } catch (StorageException e) {
            // Something is damaged or missing: a snapshot brings the learner what it needs.
            return -1;
        }
    }

    private long bytesMax() throws IOException {
        if (snapshotSizeFactor == 0) {
            return Long.MAX_VALUE;
        }
        List<StorageNames.Named> newestFirst = StorageNames.snapshots(snapshots);
        return newestFirst.isEmpty()
                ? 0
                : (long) (snapshots.size(newestFirst.getFirst().name()) * snapshotSizeFactor);
    }
}
