package zabra.tree.watch;

import java.util.Arrays;

/** A set of 16-bit values: a sorted array, or a bitmap from where that is smaller. */
final class Chunk {
    private static final int BITMAP_WORDS = 1024;

    /** An array of this many values is as large as the bitmap. */
    private static final int ARRAY_MAX = 4096;

    /** Back to an array only well below, so that a set at the border does not flutter. */
    private static final int ARRAY_AGAIN = ARRAY_MAX / 4;

    private int count;
    private char[] sorted = new char[8];
    private long[] bits;

    int count() {
        return count;
    }

    boolean contains(char value) {
        return bits != null
                ? (bits[value >>> 6] & (1L << value)) != 0
                : Arrays.binarySearch(sorted, 0, count, value) >= 0;
    }

    /** Whether the set changed. */
    boolean add(char value) {
        if (bits != null) {
            if (contains(value)) {
                return false;
            }
            bits[value >>> 6] |= 1L << value;
            count++;
            return true;
        }
        int at = Arrays.binarySearch(sorted, 0, count, value);
        if (at >= 0) {
            return false;
        }
        if (count == ARRAY_MAX) {
            toBits();
            return add(value);
        }
        at = -at - 1;
        if (count == sorted.length) {
            sorted = Arrays.copyOf(sorted, Math.min(ARRAY_MAX, count + (count >> 1)));
        }
        System.arraycopy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = value;
        count++;
        return true;
    }

    /** Whether the set changed. */
    boolean remove(char value) {
        if (bits != null) {
            if (!contains(value)) {
                return false;
            }
            bits[value >>> 6] &= ~(1L << value);
            count--;
            if (count == ARRAY_AGAIN) {
                toArray();
            }
            return true;
        }
        int at = Arrays.binarySearch(sorted, 0, count, value);
        if (at < 0) {
            return false;
        }
        System.arraycopy(sorted, at + 1, sorted, at, count - at - 1);
        count--;
        return true;
    }

    /** Writes {@code base} plus each value to {@code target} from {@code at}; returns the end. */
    int copyTo(int[] target, int at, int base) {
        int to = at;
        if (bits == null) {
            for (int i = 0; i < count; i++) {
                target[to++] = base + sorted[i];
            }
            return to;
        }
        for (int word = 0; word < BITMAP_WORDS; word++) {
            for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                target[to++] = base + (word << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return to;
    }

    private void toBits() {
        bits = new long[BITMAP_WORDS];
        for (int i = 0; i < count; i++) {
            bits[sorted[i] >>> 6] |= 1L << sorted[i];
        }
        sorted = null;
    }

    private void toArray() {
        int[] values = new int[count];
        copyTo(values, 0, 0);
        sorted = new char[count + (count >> 1)];
        for (int i = 0; i < count; i++) {
            sorted[i] = (char) values[i];
        }
        bits = null;
    }
}
