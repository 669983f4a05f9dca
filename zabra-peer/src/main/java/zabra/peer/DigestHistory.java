package zabra.peer;

import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import zabra.tree.DataTree;

/**
 * The tree digest at every 128th zxid, the newest 1,024 of them: what servers compare and operators
 * ask for. Written by the replica thread, read by any.
 */
public final class DigestHistory {
    private static final int INTERVAL = 128;
    private static final int KEPT = 1024;

    private final ConcurrentSkipListMap<Long, Long> digests = new ConcurrentSkipListMap<>();
    private int size;

    void record(DataTree tree) {
        long zxid = tree.lastZxid();
        if (zxid % INTERVAL == 0 && digests.put(zxid, tree.digest()) == null && ++size > KEPT) {
            digests.pollFirstEntry();
            size--;
        }
    }

    /** zxid to digest, oldest first. */
    public SortedMap<Long, Long> all() {
        return digests.clone();
    }
}
