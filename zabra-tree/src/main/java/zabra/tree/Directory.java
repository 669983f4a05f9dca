package zabra.tree;

import java.util.Arrays;

/**
 * What a znode with children has beside the packed znode: the table of its children, and sums.
 *
 * <p>The table is one array of slots while small; beyond {@link #SLOTS_MAX} slots it is an
 * extendible hash: an array of 2^d pointers, indexed by the first d bits of the hash, to segments
 * that split alone.
 *
 * <p>Invariants: the {@code cversion} and {@code pzxid} here are the true ones, the packed ones are
 * stale, because they change with every child and packing anew each time would be waste. A
 * directory of the current generation owns its array of slots or pointers; segments have their own
 * generation. Changing methods are called on directories of the current generation only.
 */
final class Directory {
    /** Where a table starts to be split, in slots: bounds what one operation may cost. */
    static final int SLOTS_MAX = 1024;

    private static final int DEPTH_MAX = 18;
    private static final int SEGMENTED_MIN = SLOTS_MAX >> 2;
    private static final long[] NO_CHILDREN = new long[Slots.CAPACITY_MIN];

    /** The one table, or null where there are segments. */
    private long[] slots;

    /**
     * By the first bits of the hash, each as often as pointed to; null while there is one table.
     */
    private Segment[] segments;

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
    Directory(int cversion, long pzxid, int generation) {
        this.cversion = cversion;
        this.pzxid = pzxid;
        this.generation = generation;
        slots = NO_CHILDREN;
    }

    private Directory(Directory other, int generation) {
        this.generation = generation;
        cversion = other.cversion;
        pzxid = other.pzxid;
        childCount = other.childCount;
        descendants = other.descendants;
        bytesBelow = other.bytesBelow;
        digest = other.digest;
        slots = other.slots == null ? null : other.slots.clone();
        segments = other.segments == null ? null : other.segments.clone();
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
        return segments;
    }

    /** The slots of a directory without segments. */
    long[] slots() {
        return slots;
    }

    /** The child of that name, or {@link Chunks#NONE}. */
    int find(Znodes znodes, int hash, byte[] name, int from, int to) {
        long[] table = segments == null ? slots : segments[pointer(segments, hash)].slots;
        int index = Slots.find(table, znodes, hash, name, from, to);
        return index < 0 ? Chunks.NONE : Slots.ref(table[index]);
    }

    /** The slots where a child of that hash is or would be, ready to be changed. */
    long[] ownSlots(int hash) {
        return segments == null ? slots : own(hash).slots;
    }

    /**
     * The slots of a hash, for who goes through all hashes: from 0, on to {@link #hashAfter}. Null
     * behind the last.
     *
     * @param hash 0 … 2^32
     */
    long[] slotsAt(long hash) {
        if (hash >>> Integer.SIZE != 0) {
            return null;
        }
        return segments == null ? slots : segments[pointer(segments, (int) hash)].slots;
    }

    /** The first hash behind those that share the slots of {@code hash}; 2^32 behind the last. */
    long hashAfter(long hash) {
        if (segments == null) {
            return 1L << Integer.SIZE;
        }
        long shared = 1L << (Integer.SIZE - segments[pointer(segments, (int) hash)].depth);
        return (hash & -shared) + shared;
    }

    /** Adds a child that is not there yet. */
    void insert(int hash, int ref) {
        childCount++;
        if (segments != null) {
            insertIntoSegment(hash, ref);
        } else if (childCount <= Slots.limit(slots.length)) {
            if (childCount == 1) {
                // Until now it was the array that all empty ones share, or is as good as new.
                slots = new long[Slots.CAPACITY_MIN];
            }
            Slots.insert(slots, Slots.slot(hash, ref));
        } else if (slots.length < SLOTS_MAX) {
            slots = Slots.resized(slots, slots.length << 1);
            Slots.insert(slots, Slots.slot(hash, ref));
        } else {
            segments = halves(slots, 0);
            slots = null;
            insertIntoSegment(hash, ref);
        }
    }

    /** Removes the child at an index of {@link #ownSlots}. */
    void remove(int hash, int index) {
        childCount--;
        if (segments == null) {
            Slots.remove(slots, index);
            slots = Slots.shrunk(slots, childCount);
            return;
        }
        Segment segment = own(hash);
        Slots.remove(segment.slots, index);
        segment.count--;
        segment.slots = Slots.shrunk(segment.slots, segment.count);
        if (childCount < SEGMENTED_MIN) {
            slots = joined();
            segments = null;
        }
    }

    private void insertIntoSegment(int hash, int ref) {
        Segment segment = own(hash);
        if (segment.count >= Slots.limit(segment.slots.length)) {
            if (segment.slots.length >= SLOTS_MAX && segment.depth < DEPTH_MAX) {
                split(hash, segment);
                segment = own(hash);
            }
            // At most one split per insert: a flood of equal hashes must not do more at once.
            if (segment.count >= Slots.limit(segment.slots.length)) {
                segment.slots = Slots.resized(segment.slots, segment.slots.length << 1);
            }
        }
        Slots.insert(segment.slots, Slots.slot(hash, ref));
        segment.count++;
    }

    private void split(int hash, Segment segment) {
        if (segment.depth == depth(segments)) {
            Segment[] doubled = new Segment[segments.length << 1];
            for (int i = 0; i < doubled.length; i++) {
                doubled[i] = segments[i >> 1];
            }
            segments = doubled;
        }
        Segment[] halves = halves(segment.slots, segment.depth);
        point(segments, hash, halves[0].depth, halves);
    }

    /** Two segments, by bit {@code depth} of the hash. */
    private Segment[] halves(long[] whole, int depth) {
        Segment[] halves = new Segment[2];
        for (int i = 0; i < 2; i++) {
            halves[i] = new Segment(new long[whole.length], 0, depth + 1, generation);
        }
        for (long slot : whole) {
            if (slot != 0) {
                Segment half = halves[Slots.hash(slot) >>> (31 - depth) & 1];
                Slots.insert(half.slots, slot);
                half.count++;
            }
        }
        return halves;
    }

    /** The segment of a hash, copied first where an image still shows it. */
    private Segment own(int hash) {
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

    private long[] joined() {
        long[] joined = new long[SLOTS_MAX >> 1];
        for (int i = 0; i < segments.length; i += segments.length >> segments[i].depth) {
            for (long slot : segments[i].slots) {
                if (slot != 0) {
                    Slots.insert(joined, slot);
                }
            }
        }
        return joined;
    }

    private static int depth(Segment[] segments) {
        return Integer.numberOfTrailingZeros(segments.length);
    }

    private static int pointer(Segment[] segments, int hash) {
        return hash >>> (Integer.SIZE - depth(segments));
    }
}
