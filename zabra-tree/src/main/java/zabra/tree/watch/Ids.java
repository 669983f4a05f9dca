package zabra.tree.watch;

import java.util.Arrays;

/**
 * Small dense ids for things in use, each with a count of its uses. An id whose last use is
 * {@linkplain #release released} is free for another thing; the id freed last is taken first, so
 * the same calls always give the same ids.
 */
abstract class Ids<T> {
    private static final int NO_ID = -1;

    private T[] values;

    /** Uses by id; of a free id {@code -2 - next free id}. */
    private int[] uses = new int[16];

    private int end;
    private int firstFree = NO_ID;
    private int count;

    /** Open addressing with linear probing: 0, or an id + 1. */
    private int[] slots = new int[32];

    Ids(T[] empty) {
        values = Arrays.copyOf(empty, uses.length);
    }

    abstract int hash(T value);

    abstract boolean same(T a, T b);

    /** The number of things in use. */
    final int count() {
        return count;
    }

    /** All ids are below. */
    final int end() {
        return end;
    }

    /** The thing with this id; null where the id is free. */
    final T get(int id) {
        return values[id];
    }

    /** The id, or -1. */
    final int find(T value) {
        for (int slot = home(hash(value)); slots[slot] != 0; slot = after(slot)) {
            int id = slots[slot] - 1;
            if (same(values[id], value)) {
                return id;
            }
        }
        return NO_ID;
    }

    /** The id, given now if need be; then {@link #retain} it. */
    final int intern(T value) {
        int id = find(value);
        return id >= 0 ? id : insert(value);
    }

    private int insert(T value) {
        if ((count + 1) * 2 > slots.length) {
            growSlots();
        }
        int id = firstFree;
        if (id >= 0) {
            firstFree = -2 - uses[id];
        } else {
            id = end++;
            if (id == uses.length) {
                uses = Arrays.copyOf(uses, id + (id >> 1));
                values = Arrays.copyOf(values, uses.length);
            }
        }
        values[id] = value;
        uses[id] = 0;
        count++;
        place(id);
        return id;
    }

    final void retain(int id) {
        uses[id]++;
    }

    /** Takes back one use. */
    final void release(int id) {
        if (--uses[id] > 0) {
            return;
        }
        if (uses[id] < 0) {
            throw new IllegalStateException("id " + id + " released too often");
        }
        unplace(id);
        values[id] = null;
        uses[id] = -2 - firstFree;
        firstFree = id;
        count--;
    }

    final int home(int hash) {
        int mixed = hash * 0x9e3779b9;
        return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
    }

    final int after(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /** The id in a slot, or -1 where the run of full slots ends. */
    final int at(int slot) {
        return slots[slot] - 1;
    }

    private void place(int id) {
        int slot = home(hash(values[id]));
        while (slots[slot] != 0) {
            slot = after(slot);
        }
        slots[slot] = id + 1;
    }

    private void unplace(int id) {
        int hole = home(hash(values[id]));
        while (slots[hole] != id + 1) {
            hole = after(hole);
        }
        // Pull back each later one of the run that would no longer be found across the hole.
        for (int slot = after(hole); slots[slot] != 0; slot = after(slot)) {
            int home = home(hash(values[slots[slot] - 1]));
            int mask = slots.length - 1;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = slots[slot];
                hole = slot;
            }
        }
        slots[hole] = 0;
    }

    private void growSlots() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int entry : old) {
            if (entry != 0) {
                place(entry - 1);
            }
        }
    }
}
