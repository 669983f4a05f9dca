package zabra.tree.prepare;

import java.util.Arrays;

/** Which transaction changed which pending znode, in order: a ring that grows. */
final class TouchQueue {
    private long[] zxids = new long[64];
    private PendingZnode[] znodes = new PendingZnode[64];
    private int head;
    private int size;
    private int sizeAtMark;

    void add(long zxid, PendingZnode znode) {
        if (size == znodes.length) {
            grow();
        }
        int at = (head + size) & (znodes.length - 1);
        zxids[at] = zxid;
        znodes[at] = znode;
        size++;
    }

    private void grow() {
        long[] moreZxids = new long[2 * size];
        PendingZnode[] moreZnodes = new PendingZnode[2 * size];
        int first = size - head;
        System.arraycopy(zxids, head, moreZxids, 0, first);
        System.arraycopy(zxids, 0, moreZxids, first, head);
        System.arraycopy(znodes, head, moreZnodes, 0, first);
        System.arraycopy(znodes, 0, moreZnodes, first, head);
        zxids = moreZxids;
        znodes = moreZnodes;
        head = 0;
    }

    /** Whether the oldest entry is of {@code zxid} or before. */
    boolean isDue(long zxid) {
        return size > 0 && zxids[head] <= zxid;
    }

    /** Takes the oldest entry. */
    PendingZnode poll() {
        PendingZnode znode = znodes[head];
        znodes[head] = null;
        head = (head + 1) & (znodes.length - 1);
        size--;
        return znode;
    }

    /** {@link #rollback} returns to here; nothing may be polled in between. */
    void mark() {
        sizeAtMark = size;
    }

    void rollback() {
        while (size > sizeAtMark) {
            size--;
            znodes[(head + size) & (znodes.length - 1)] = null;
        }
    }

    void clear() {
        Arrays.fill(znodes, null);
        head = 0;
        size = 0;
    }
}
