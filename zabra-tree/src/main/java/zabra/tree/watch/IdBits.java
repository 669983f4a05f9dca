package zabra.tree.watch;

import java.util.Arrays;

/** A scratch set of ids, emptied in ascending order. */
final class IdBits {
    private long[] words = new long[4];
    private int used;

    boolean isEmpty() {
        return used == 0;
    }

    void add(int id) {
        int word = id >>> 6;
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
        }
        words[word] |= 1L << id;
        used = Math.max(used, word + 1);
    }

    boolean contains(int id) {
        int word = id >>> 6;
        return word < used && (words[word] & (1L << id)) != 0;
    }

    /** The least element from {@code from} on, or -1. */
    int next(int from) {
        int word = from >>> 6;
        if (word >= used) {
            return -1;
        }
        long rest = words[word] & (-1L << from);
        while (rest == 0) {
            if (++word == used) {
                return -1;
            }
            rest = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    void clear() {
        Arrays.fill(words, 0, used, 0);
        used = 0;
    }
}
