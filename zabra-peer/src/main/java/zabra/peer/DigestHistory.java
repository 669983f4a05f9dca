package zabra.peer;

import java.util.SortedMap;
import java.util.TreeMap;
import zabra.tree.DataTree;

/**
 * The tree digest at every 128th zxid, the newest 1,024 of them: what servers compare and operators
 * ask for. Written by the replica thread, read by any.
 */
public final class DigestHistory {
    private static final int INTERVAL = 128;
    private static final int KEPT = 1024;

    // Two rings, guarded by this.
    private final long[] zxids = new long[KEPT];
    private final long[] digests = new long[KEPT];
    private int next;
    private int size;

    void record(DataTree tree) {
        if (tree.lastZxid() % INTERVAL == 0) {
            put(tree.lastZxid(), tree.digest());
        }
    }

    private synchronized void put(long zxid, long digest) {
        zxids[next] = zxid;
        digests[next] = digest;
        next = (next + 1) % KEPT;
        size = Math.min(size + 1, KEPT);
    }

    /**
     * zxid to digest, oldest first: a copy. What was recorded of a history that was truncated since
     * is not in it.
     */
    public synchronized SortedMap<Long, Long> all() {
        SortedMap<Long, Long> all = new TreeMap<>();
        for (int back = 1; back <= size; back++) {
            int index = Math.floorMod(next - back, KEPT);
            if (all.isEmpty() || zxids[index] < all.firstKey()) {
                all.put(zxids[index], digests[index]);
            }
        }
        return all;
    }
}
