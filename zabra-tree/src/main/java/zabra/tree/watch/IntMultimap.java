package zabra.tree.watch;

import java.util.Arrays;

/**
 * From each id a set of ids. A set of one costs 4 bytes and no object, because most watched paths
 * have one watcher.
 */
final class IntMultimap {
    private static final int NONE = 0;
    private static final int MANY = -1;
    private static final int[] EMPTY = {};

    /** {@link #NONE}, {@link #MANY}, or the only value + 1. */
    private int[] single = {};

    /** The set where {@link #single} says {@link #MANY}; only as long as was ever needed. */
    private IntSet[] many = {};

    int size(int key) {
        int only = only(key);
        return only == MANY ? many[key].size() : only == NONE ? 0 : 1;
    }

    boolean contains(int key, int value) {
        int only = only(key);
        return only == MANY ? many[key].contains(value) : only == value + 1;
    }

    private int only(int key) {
        return key < single.length ? single[key] : NONE;
    }

    /** Whether the set changed. */
    boolean add(int key, int value) {
        if (key >= single.length) {
            single = Arrays.copyOf(single, Math.max(key + 1, single.length + single.length / 2));
        }
        int only = single[key];
        if (only == MANY) {
            return many[key].add(value);
        }
        if (only == value + 1) {
            return false;
        }
        if (only == NONE) {
            single[key] = value + 1;
            return true;
        }
        if (key >= many.length) {
            many = Arrays.copyOf(many, Math.max(key + 1, many.length + many.length / 2));
        }
        many[key] = new IntSet();
        many[key].add(only - 1);
        many[key].add(value);
        single[key] = MANY;
        return true;
    }

    /** Whether the set changed. */
    boolean remove(int key, int value) {
        int only = only(key);
        if (only == MANY) {
            boolean removed = many[key].remove(value);
            if (removed && many[key].size() == 1) {
                int[] last = new int[1];
                many[key].copyTo(last);
                many[key] = null;
                single[key] = last[0] + 1;
            }
            return removed;
        }
        if (only != value + 1) {
            return false;
        }
        single[key] = NONE;
        return true;
    }

    /** Empties the key's set. */
    void clear(int key) {
        int only = only(key);
        if (only == MANY) {
            many[key] = null;
        }
        if (only != NONE) {
            single[key] = NONE;
        }
    }

    /** A copy of the key's set, ascending. */
    int[] values(int key) {
        int only = only(key);
        if (only == NONE) {
            return EMPTY;
        }
        if (only != MANY) {
            return new int[] {only - 1};
        }
        int[] values = new int[many[key].size()];
        many[key].copyTo(values);
        return values;
    }
}
