package zabra.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zabra.protocol.Acl;

/**
 * The access control lists in use, each once, under small keys from 1. A znode holds a key; the
 * open ACL, which most have, is no entry but key -1. Entries are counted: the last release frees
 * the key.
 */
final class AclTable {
    static final int OPEN_KEY = -1;

    private final Map<List<Acl>, Integer> keys = new HashMap<>();

    // Both by key - 1; null and 0 where the key is free.
    private final List<List<Acl>> lists = new ArrayList<>();
    private int[] uses = new int[16];

    private final List<Integer> free = new ArrayList<>();
    private int count;

    /** The key of a list; counts nothing, so it holds only until the next release. */
    int intern(List<Acl> list) {
        if (list == null || list.equals(Acl.OPEN)) {
            return OPEN_KEY;
        }
        Integer known = keys.get(list);
        if (known != null) {
            return known;
        }
        int key;
        if (free.isEmpty()) {
            lists.add(list);
            key = lists.size();
            if (key > uses.length) {
                uses = Arrays.copyOf(uses, uses.length * 2);
            }
        } else {
            key = free.removeLast();
            lists.set(key - 1, list);
        }
        keys.put(list, key);
        count++;
        return key;
    }

    /** One more znode has that key. */
    int retain(int key) {
        if (key != OPEN_KEY) {
            uses[key - 1]++;
        }
        return key;
    }

    /** One znode less has that key. */
    void release(long key) {
        if (key != OPEN_KEY && --uses[(int) key - 1] == 0) {
            drop((int) key);
        }
    }

    /** Frees what was interned and never retained. */
    void dropUnused() {
        for (int key = 1; key <= lists.size(); key++) {
            if (lists.get(key - 1) != null && uses[key - 1] == 0) {
                drop(key);
            }
        }
    }

    private void drop(int key) {
        keys.remove(lists.set(key - 1, null));
        free.add(key);
        count--;
    }

    List<Acl> list(long key) {
        return key == OPEN_KEY ? Acl.OPEN : lists.get((int) key - 1);
    }

    /** How many lists there are, without the open ACL. */
    int count() {
        return count;
    }

    /** The lists by key - 1, null where a key is free: a copy. */
    List<List<Acl>> copy() {
        return new ArrayList<>(lists);
    }
}
