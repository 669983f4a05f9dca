package zabra.peer;

import java.util.random.RandomGenerator;
import zabra.tree.DataTree;

/**
 * Decides when a snapshot is due: after half to all of {@code snapCount} transactions, or of the
 * log size limit. Random, so that the servers of an ensemble do not all write at once. Replica
 * thread.
 */
public final class SnapshotSchedule {
    private final SnapshotPort port;
    private final RandomGenerator random;
    private final int snapCount;
    private final long snapSizeBytes;
    private long count;
    private long bytes;
    private long countLimit;
    private long bytesLimit;

    public SnapshotSchedule(SnapshotPort port, PeerOptions options, RandomGenerator random) {
        this.port = port;
        this.random = random;
        this.snapCount = Math.max(2, options.snapCount());
        this.snapSizeBytes = options.snapSizeBytes();
        draw();
    }

    private void draw() {
        count = 0;
        bytes = 0;
        countLimit = (long) snapCount / 2 + random.nextInt(snapCount / 2);
        bytesLimit =
                snapSizeBytes > 1
                        ? snapSizeBytes / 2 + random.nextLong(snapSizeBytes / 2)
                        : Long.MAX_VALUE;
    }

    void logged(int txnBytes) {
        count++;
        bytes += txnBytes;
    }

    /** Starts a snapshot and a new log file where one is due and none is being written. */
    void consider(DataTree tree, Journal journal) {
        if ((count > countLimit || bytes > bytesLimit) && !port.isBusy()) {
            draw();
            journal.roll();
            port.save(tree.image());
        }
    }

    /** Starts a snapshot now, unless one is being written; replica thread. */
    public boolean now(DataTree tree) {
        if (port.isBusy()) {
            return false;
        }
        port.save(tree.image());
        return true;
    }
}
