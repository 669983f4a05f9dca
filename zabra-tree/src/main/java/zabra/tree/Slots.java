package zabra.tree;

import java.util.Arrays;

/**
 * Open addressing with linear probing in a plain array: each slot null, a packed leaf or a {@link
 * Directory}. The capacity is a power of two and never all full, which ends every probe. No
 * tombstones: a removal closes the gap.
 */
final class Slots {
    static final int CAPACITY_MIN = 2;

    private Slots() {}

    /** How many entries a capacity takes before it must grow. */
    static int limit(int capacity) {
        return capacity - Math.max(1, capacity >> 2);
    }

    /** The packed znode in a slot. */
    static byte[] packed(Object node) {
        return node instanceof byte[] leaf ? leaf : ((Directory) node).packed;
    }

    static int hash(Object node, long seed) {
        byte[] packed = packed(node);
        return NameHash.of(
                seed, packed, ZnodePacking.nameFrom(packed), ZnodePacking.nameTo(packed));
    }

    /** The index of the child with that name, or -1. */
    static int find(Object[] slots, int hash, byte[] name, int from, int to) {
        int mask = slots.length - 1;
        int index = hash & mask;
        for (Object node; (node = slots[index]) != null; index = (index + 1) & mask) {
            if (ZnodePacking.nameEquals(packed(node), name, from, to)) {
                return index;
            }
        }
        return -1;
    }

    /** Puts a child that is not there yet; there must be room. */
    static void insert(Object[] slots, int hash, Object node) {
        int mask = slots.length - 1;
        int index = hash & mask;
        while (slots[index] != null) {
            index = (index + 1) & mask;
        }
        slots[index] = node;
    }

    /** Empties a slot and moves back those behind it that would not be found otherwise. */
    static void remove(Object[] slots, int index, long seed) {
        int mask = slots.length - 1;
        int gap = index;
        int next = index;
        while (true) {
            next = (next + 1) & mask;
            Object node = slots[next];
            if (node == null) {
                slots[gap] = null;
                return;
            }
            int home = hash(node, seed) & mask;
            // It may fill the gap unless its home lies cyclically within (gap, next].
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                slots[gap] = node;
                gap = next;
            }
        }
    }

    /** The same children in an array of another capacity. */
    static Object[] resized(Object[] slots, int capacity, long seed) {
        Object[] resized = new Object[capacity];
        for (Object node : slots) {
            if (node != null) {
                insert(resized, hash(node, seed), node);
            }
        }
        return resized;
    }

    /** After a removal: smaller where nearly empty, else the same array. */
    static Object[] shrunk(Object[] slots, int count, long seed) {
        return slots.length > 8 && count < slots.length >> 3
                ? resized(slots, slots.length >> 1, seed)
                : slots;
    }

    static Object[] copy(Object[] slots) {
        return Arrays.copyOf(slots, slots.length);
    }
}
