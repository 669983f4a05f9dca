package zabra.tree;

import java.util.Arrays;

/**
 * A znode with children: the packed znode and the table of its children.
 *
 * <p>The table is one array of slots while small; beyond {@link #SLOTS_MAX} slots it is an
 * extendible hash: an array of 2^d pointers, indexed by the first d bits of the hash, to segments
 * that split alone.
 *
 * <p>Invariants: the {@code cversion} and {@code pzxid} here are the true ones, those in {@code
 * packed} are stale, because they change with every child and packing anew each time would be
 * waste. A directory of the current generation owns its array of slots or pointers; segments have
 * their own generation. Changing methods are called on directories of the current generation only.
 */
final class Directory {
    /** Where a table starts to be split, in slots: bounds what one operation may cost. */
    static final int SLOTS_MAX = 1024;

    private static final int DEPTH_MAX = 18;
    private static final int SEGMENTED_MIN = SLOTS_MAX >> 2;
    private static final Object[] NO_CHILDREN = new Object[Slots.CAPACITY_MIN];

    /** Slots, or a {@code Segment[]}. */
    private Object[] children;

    byte[] packed;
    final int generation;
    int cversion;
    long pzxid;
    private int childCount;

    /** All znodes below. */
    int descendants;

    /** The data bytes of all znodes below. */
    long bytesBelow;

    /** The digest of this znode alone, unsigned, kept so that its data is not summed up twice. */
    int digest;

    /** One that has no child yet. */
    Directory(byte[] packed, int cversion, long pzxid, int generation) {
        this.packed = packed;
        this.cversion = cversion;
        this.pzxid = pzxid;
        this.generation = generation;
        children = NO_CHILDREN;
    }

    private Directory(Directory other, int generation) {
        this.generation = generation;
        packed = other.packed;
        cversion = other.cversion;
        pzxid = other.pzxid;
        childCount = other.childCount;
        descendants = other.descendants;
        bytesBelow = other.bytesBelow;
        digest = other.digest;
        children = Arrays.copyOf(other.children, other.children.length);
    }

    /** The same at this instant, to be changed in {@code newGeneration}. */
    Directory copy(int newGeneration) {
        return new Directory(this, newGeneration);
    }

    int childCount() {
        return childCount;
    }

    /** The segments in order, each as often as pointed to; null while there is one table. */
    Segment[] segments() {
        return children instanceof Segment[] segments ? segments : null;
    }

    /** The slots of a directory without segments. */
    Object[] slots() {
        return children;
    }

    /** The child of that name, or null. */
    Object find(int hash, byte[] name, int from, int to) {
        Object[] slots =
                children instanceof Segment[] segments
                        ? segments[pointer(segments, hash)].slots
                        : children;
        int index = Slots.find(slots, hash, name, from, to);
        return index < 0 ? null : slots[index];
    }

    /** The slots where a child of that hash is or would be, ready to be changed. */
    Object[] ownSlots(int hash) {
        return children instanceof Segment[] segments ? own(segments, hash).slots : children;
    }

    /** Adds a child that is not there yet. */
    void insert(int hash, Object node, long seed) {
        childCount++;
        if (children instanceof Segment[]) {
            insertIntoSegment(hash, node, seed);
        } else if (childCount <= Slots.limit(children.length)) {
            if (childCount == 1) {
                // Until now it was the array that all empty ones share, or is as good as new.
                children = new Object[Slots.CAPACITY_MIN];
            }
            Slots.insert(children, hash, node);
        } else if (children.length < SLOTS_MAX) {
            children = Slots.resized(children, children.length << 1, seed);
            Slots.insert(children, hash, node);
        } else {
            children = halves(children, 0, seed);
            insertIntoSegment(hash, node, seed);
        }
    }

    /** Removes the child at an index of {@link #ownSlots}. */
    void remove(int hash, int index, long seed) {
        childCount--;
        if (!(children instanceof Segment[] segments)) {
            Slots.remove(children, index, seed);
            children = Slots.shrunk(children, childCount, seed);
            return;
        }
        Segment segment = own(segments, hash);
        Slots.remove(segment.slots, index, seed);
        segment.count--;
        segment.slots = Slots.shrunk(segment.slots, segment.count, seed);
        if (childCount < SEGMENTED_MIN) {
            children = joined(segments, seed);
        }
    }

    private void insertIntoSegment(int hash, Object node, long seed) {
        Segment segment = own((Segment[]) children, hash);
        if (segment.count >= Slots.limit(segment.slots.length)) {
            if (segment.slots.length >= SLOTS_MAX && segment.depth < DEPTH_MAX) {
                split(hash, segment, seed);
                segment = own((Segment[]) children, hash);
            }
            // At most one split per insert: a flood of equal hashes must not do more at once.
            if (segment.count >= Slots.limit(segment.slots.length)) {
                segment.slots = Slots.resized(segment.slots, segment.slots.length << 1, seed);
            }
        }
        Slots.insert(segment.slots, hash, node);
        segment.count++;
    }

    private void split(int hash, Segment segment, long seed) {
        Segment[] segments = (Segment[]) children;
        if (segment.depth == depth(segments)) {
            Segment[] doubled = new Segment[segments.length << 1];
            for (int i = 0; i < doubled.length; i++) {
                doubled[i] = segments[i >> 1];
            }
            segments = doubled;
            children = doubled;
        }
        Segment[] halves = halves(segment.slots, segment.depth, seed);
        point(segments, hash, halves[0].depth, halves);
    }

    /** Two segments, by bit {@code depth} of the hash. */
    private Segment[] halves(Object[] slots, int depth, long seed) {
        Segment[] halves = new Segment[2];
        for (int i = 0; i < 2; i++) {
            halves[i] = new Segment(new Object[slots.length], 0, depth + 1, generation);
        }
        for (Object node : slots) {
            if (node != null) {
                int hash = Slots.hash(node, seed);
                Segment half = halves[hash >>> (31 - depth) & 1];
                Slots.insert(half.slots, hash, node);
                half.count++;
            }
        }
        return halves;
    }

    /** The segment of a hash, copied first where an image still shows it. */
    private Segment own(Segment[] segments, int hash) {
        Segment segment = segments[pointer(segments, hash)];
        if (segment.generation == generation) {
            return segment;
        }
        Segment copy = segment.copy(generation);
        int span = segments.length >> copy.depth;
        int first = pointer(segments, hash) & -span;
        Arrays.fill(segments, first, first + span, copy);
        return copy;
    }

    /** Points at two halves where the segment of {@code hash} was that they were made of. */
    private static void point(Segment[] segments, int hash, int depth, Segment[] halves) {
        int span = segments.length >> depth;
        int first = pointer(segments, hash) & -(span << 1);
        Arrays.fill(segments, first, first + span, halves[0]);
        Arrays.fill(segments, first + span, first + (span << 1), halves[1]);
    }

    private Object[] joined(Segment[] segments, long seed) {
        Object[] slots = new Object[SLOTS_MAX >> 1];
        for (int i = 0; i < segments.length; i += segments.length >> segments[i].depth) {
            for (Object node : segments[i].slots) {
                if (node != null) {
                    Slots.insert(slots, Slots.hash(node, seed), node);
                }
            }
        }
        return slots;
    }

    private static int depth(Segment[] segments) {
        return Integer.numberOfTrailingZeros(segments.length);
    }

    private static int pointer(Segment[] segments, int hash) {
        return hash >>> (Integer.SIZE - depth(segments));
    }
}
