package zabra.consensus.zab;

import java.util.Arrays;
import java.util.List;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * The recent end of this server's history, in memory: what learners are synchronized from without
 * reading the disk, and what commits of observers are made of.
 *
 * <p>Entries follow one another without a gap: {@link #floor} is the transaction before the first
 * one, the last one is the last of the history. A ring, because it is searched by zxid.
 */
final class Window {
    private static final int INITIAL_CAPACITY = 64;

    private final int txnsKept;
    private final long bytesKept;
    private Proposal[] ring = new Proposal[INITIAL_CAPACITY];
    private int first;
    private int size;
    private long bytes;
    private long floor;

    /**
     * @param floor the last transaction of the history so far
     * @param txnsKept at least so many are kept
     * @param bytesKept more are kept up to so many bytes
     */
    Window(long floor, int txnsKept, long bytesKept) {
        this.floor = floor;
        this.txnsKept = txnsKept;
        this.bytesKept = bytesKept;
    }

    /** The transaction before the first one here. */
    long floor() {
        return floor;
    }

    /** The last transaction of the history. */
    long last() {
        return size == 0 ? floor : get(size - 1).zxid();
    }

    int size() {
        return size;
    }

    /** The {@code index}-th, oldest first. */
    Proposal get(int index) {
        return ring[(first + index) & (ring.length - 1)];
    }

    /**
     * Adds the next one.
     *
     * @throws IllegalStateException where it does not follow the last one
     */
    void add(Proposal proposal) {
        if (!follows(proposal.zxid(), last())) {
            throw new IllegalStateException(
                    Zxid.toString(proposal.zxid()) + " after " + Zxid.toString(last()));
        }
        if (size == ring.length) {
            grow();
        }
        ring[(first + size) & (ring.length - 1)] = proposal;
        size++;
        bytes += proposal.txn().length;
    }

    /** Whether one history can hold {@code zxid} right behind {@code last}. */
    static boolean follows(long zxid, long last) {
        return Zxid.epoch(zxid) == Zxid.epoch(last)
                ? zxid == last + 1
                : zxid > last && Zxid.counter(zxid) == 1;
    }

    private void grow() {
        Proposal[] larger = new Proposal[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        ring = larger;
        first = 0;
    }

    /** Forgets the oldest beyond the limits, of those up to {@code settled}. */
    void trim(long settled) {
        while (size > txnsKept && bytes > bytesKept && get(0).zxid() <= settled) {
            Proposal oldest = get(0);
            ring[first] = null;
            first = (first + 1) & (ring.length - 1);
            size--;
            bytes -= oldest.txn().length;
            floor = oldest.zxid();
        }
    }

    /** Forgets all after {@code zxid}, which becomes the last one. */
    void truncate(long zxid) {
        if (zxid < floor) {
            reset(zxid);
            return;
        }
        while (size > 0 && last() > zxid) {
            int index = (first + size - 1) & (ring.length - 1);
            bytes -= ring[index].txn().length;
            ring[index] = null;
            size--;
        }
        if (last() != zxid) {
            throw new IllegalStateException(
                    "truncated to " + Zxid.toString(zxid) + ", behind " + Zxid.toString(last()));
        }
    }

    /** Another history, that ends with {@code zxid}. */
    void reset(long zxid) {
        Arrays.fill(ring, null);
        first = 0;
        size = 0;
        bytes = 0;
        floor = zxid;
    }

    /** How many of the entries are at most {@code zxid}. */
    int countUpTo(long zxid) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).zxid() <= zxid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The entries with indexes in {@code [from, to)}; a copy. */
    List<Proposal> list(int from, int to) {
        Proposal[] entries = new Proposal[Math.max(0, to - from)];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = get(from + i);
        }
        return List.of(entries);
    }

    /** The last transaction up to {@code zxid}: an entry, or the floor; at least the floor. */
    long lastUpTo(long zxid) {
        int count = countUpTo(zxid);
        return count == 0 ? floor : get(count - 1).zxid();
    }
}
