package zabra.peer;

import java.util.random.RandomGenerator;
import zabra.tree.DataTree;

/**
 * Decides when a snapshot is due: after half to all of {@code snapCount} transactions, or of the
 * log size limit. Random, so that the servers of an ensemble do not all write at once.
 *
 * <p>A large tree that changes fast would be written all the time, which takes a core from the
 * clients, and memory for all that changes meanwhile. So what took long is followed by a rest in
 * proportion; the log, which a restart replays at a million transactions a second, may become
 * longer than {@code snapCount} meanwhile, but not than the size limit. Replica thread.
 */
public final class SnapshotSchedule {
    /**
     * Snapshots take a fifth of the time at most, but for short ones: of the time that one takes,
     * whoever writes it rests the half.
     */
    private static final double REST_FACTOR = 1.5;

    private static final long SHORT_MILLIS = 100;
    private static final long REST_MAX_MILLIS = 60_000;

    private final SnapshotPort port;
    private final RandomGenerator random;
    private final int snapCount;
    private final long snapSizeBytes;
    private long count;
    private long bytes;
    private long countLimit;
    private long bytesLimit;

    /** When the one that is being written was begun; -1 where none is. */
    private long begunMillis = -1;

    private long restUntilMillis = Long.MIN_VALUE;

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

    /**
     * Starts a snapshot and a new log file where one is due and none is being written.
     *
     * @param nowMillis the monotonic clock
     */
    void consider(DataTree tree, Journal journal, long nowMillis) {
        if (begunMillis != -1 && !port.isBusy()) {
            rest(nowMillis);
        }
        boolean due = bytes > bytesLimit || (count > countLimit && nowMillis >= restUntilMillis);
        if (due && !port.isBusy()) {
            draw();
            journal.roll();
            begunMillis = nowMillis;
            port.save(tree.image());
        }
    }

    private void rest(long nowMillis) {
        long tookMillis = nowMillis - begunMillis;
        begunMillis = -1;
        if (tookMillis > SHORT_MILLIS) {
            long rest = Math.min((long) (REST_FACTOR * tookMillis), REST_MAX_MILLIS);
            restUntilMillis = nowMillis + rest;
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
