package zabra.tree.watch;

import java.util.Arrays;

/**
 * A set of ints from 0, made for dense ids: 4 bytes per element while small, then at most about 2,
 * and less than one bit per possible element where it is full. Copies itself out in ascending
 * order.
 *
 * <p>Small sets are one sorted array. Larger ones are cut into chunks of 65,536 neighbours, each a
 * sorted array of the low 16 bits or, when that would be larger, a bitmap.
 */
final class IntSet {
    private static final int SMALL_MAX = 32;

    private int size;

    /** Sorted; null once there are chunks. */
    private int[] small = new int[2];

    /** By the high bits of the elements, with holes; null while small. */
    private Chunk[] chunks;

    int size() {
        return size;
    }

    boolean contains(int value) {
        if (small != null) {
            return Arrays.binarySearch(small, 0, size, value) >= 0;
        }
        int index = value >>> 16;
        return index < chunks.length
                && chunks[index] != null
                && chunks[index].contains((char) value);
    }

    /** Whether the set changed. */
    boolean add(int value) {
        if (small != null && size == SMALL_MAX && !contains(value)) {
            toChunks();
        }
        boolean added = small != null ? addSmall(value) : chunk(value).add((char) value);
        if (added) {
            size++;
        }
        return added;
    }

    private boolean addSmall(int value) {
        int at = Arrays.binarySearch(small, 0, size, value);
        if (at >= 0) {
            return false;
        }
        at = -at - 1;
        if (size == small.length) {
            small = Arrays.copyOf(small, size * 2);
        }
        System.arraycopy(small, at, small, at + 1, size - at);
        small[at] = value;
        return true;
    }

    private void toChunks() {
        int[] values = small;
        small = null;
        chunks = new Chunk[(values[size - 1] >>> 16) + 1];
        for (int i = 0; i < size; i++) {
            chunk(values[i]).add((char) values[i]);
        }
    }

    private Chunk chunk(int value) {
        int index = value >>> 16;
        if (index >= chunks.length) {
            chunks = Arrays.copyOf(chunks, index + 1);
        }
        if (chunks[index] == null) {
            chunks[index] = new Chunk();
        }
        return chunks[index];
    }

    /** Whether the set changed. */
    boolean remove(int value) {
        boolean removed = small != null ? removeSmall(value) : removeChunked(value);
        if (removed) {
            size--;
        }
        return removed;
    }

    private boolean removeSmall(int value) {
        int at = Arrays.binarySearch(small, 0, size, value);
        if (at < 0) {
            return false;
        }
        System.arraycopy(small, at + 1, small, at, size - at - 1);
        return true;
    }

    private boolean removeChunked(int value) {
        int index = value >>> 16;
        if (index >= chunks.length || chunks[index] == null) {
            return false;
        }
        boolean removed = chunks[index].remove((char) value);
        if (chunks[index].count() == 0) {
            chunks[index] = null;
        }
        return removed;
    }

    /** Writes all elements to the start of {@code target}, ascending. */
    void copyTo(int[] target) {
        if (small != null) {
            System.arraycopy(small, 0, target, 0, size);
            return;
        }
        int at = 0;
        for (int i = 0; i < chunks.length; i++) {
            if (chunks[i] != null) {
                at = chunks[i].copyTo(target, at, i << 16);
            }
        }
    }
}
