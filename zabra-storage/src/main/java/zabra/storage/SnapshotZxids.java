package zabra.storage;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The places of the history that snapshot files are named after, readable or not.
 *
 * <p>They are what is known of a history beside its log. A log alone cannot show whether anything
 * is missing between the last transaction of one epoch and the first of a later one: a state may
 * have been received from a leader there, and its transactions never logged. A snapshot between the
 * two shows that.
 */
final class SnapshotZxids {
    static final SnapshotZxids NONE = new SnapshotZxids(new TreeSet<>());

    private final NavigableSet<Long> zxids;

    private SnapshotZxids(NavigableSet<Long> zxids) {
        this.zxids = zxids;
    }

    static SnapshotZxids of(Disk snapshots) throws IOException {
        NavigableSet<Long> zxids = new TreeSet<>();
        for (StorageNames.Named snapshot : StorageNames.snapshots(snapshots)) {
            zxids.add(snapshot.zxid());
        }
        return new SnapshotZxids(zxids);
    }

    boolean contains(long zxid) {
        return zxids.contains(zxid);
    }

    /** The greatest that is at most {@code zxid}; -1 where there is none. */
    long floor(long zxid) {
        Long found = zxids.floor(zxid);
        return found == null ? -1 : found;
    }

    /** The smallest after {@code zxid}, where it is before {@code limit}; else -1. */
    long between(long zxid, long limit) {
        Long found = zxids.higher(zxid);
        return found == null || found >= limit ? -1 : found;
    }
}
