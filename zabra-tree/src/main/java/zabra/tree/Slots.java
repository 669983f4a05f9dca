package zabra.tree;

/**
 * Open addressing with linear probing in a plain array: each slot the hash of a child's name and a
 * reference to it, or 0. With the hash at hand a probe reads no znode but, nearly always, the one
 * that is looked for, and a table can grow, split and close gaps without reading any. The capacity
 * is a power of two and never all full, which ends every probe. No tombstones: a removal closes the
 * gap.
 */
final class Slots {
    static final int CAPACITY_MIN = 2;

    private Slots() {}

    static long slot(int hash, int ref) {
        return (long) hash << Integer.SIZE | Integer.toUnsignedLong(ref);
    }

    /** {@link Chunks#NONE} of an empty one. */
    static int ref(long slot) {
        return (int) slot;
    }

    static int hash(long slot) {
        return (int) (slot >>> Integer.SIZE);
    }

    /** The slot of the same child in another place. */
    static long moved(long slot, int ref) {
        return slot(hash(slot), ref);
    }

    /** How many entries a capacity takes before it must grow. */
    static int limit(int capacity) {
        return capacity - Math.max(1, capacity >> 2);
    }

    /** The index of the child with that name, or -1. */
    static int find(long[] slots, Znodes znodes, int hash, byte[] name, int from, int to) {
        int mask = slots.length - 1;
        int index = hash & mask;
        for (long slot; (slot = slots[index]) != 0; index = (index + 1) & mask) {
            if (hash(slot) == hash && znodes.isName(ref(slot), name, from, to)) {
                return index;
            }
        }
        return -1;
    }

    /** Puts a child that is not there yet; there must be room. */
    static void insert(long[] slots, long slot) {
        int mask = slots.length - 1;
        int index = hash(slot) & mask;
        while (slots[index] != 0) {
            index = (index + 1) & mask;
        }
        slots[index] = slot;
    }

    /** Empties a slot and moves back those behind it that would not be found otherwise. */
    static void remove(long[] slots, int index) {
        int mask = slots.length - 1;
        int gap = index;
        int next = index;
        while (true) {
            next = (next + 1) & mask;
            long slot = slots[next];
            if (slot == 0) {
                slots[gap] = 0;
                return;
            }
            int home = hash(slot) & mask;
            // It may fill the gap unless its home lies cyclically within (gap, next].
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                slots[gap] = slot;
                gap = next;
            }
        }
    }

    /** The same children in an array of another capacity. */
    static long[] resized(long[] slots, int capacity) {
        long[] resized = new long[capacity];
        for (long slot : slots) {
            if (slot != 0) {
                insert(resized, slot);
            }
        }
        return resized;
    }

    /** After a removal: smaller where nearly empty, else the same array. */
    static long[] shrunk(long[] slots, int count) {
        return slots.length > 8 && count < slots.length >> 3
                ? resized(slots, slots.length >> 1)
                : slots;
    }
}
