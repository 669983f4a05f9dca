package zabra.tree;

import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * The tree of znodes as a structure, without meaning: a leaf is its packed array, a znode with
 * children is a {@link Directory}.
 *
 * <p>Generations make images cheap. {@link #image} hands out the root and opens the next
 * generation: directories and segments of earlier ones are never changed again, but copied when a
 * change reaches them. Packed arrays are never changed at all.
 *
 * <p>The writer moves a place through the tree: {@link #seek}, {@link #step}, {@link #up}. All
 * directories above the place, the trail, are of the current generation and may be changed. Paths
 * here are as in snapshots: the root is the empty path.
 */
final class Namespace {
    private final long seed;
    private final Object[] rootSlot = new Object[1];
    private int generation = 1;

    /** The UTF-8 bytes of all paths; the root counts as "/". */
    private long pathBytes = 1;

    // The place: an index in some slots, and the directories above with where they stand.
    private Object[] holder = rootSlot;
    private int index;
    private int depth;
    private Directory[] trail = new Directory[16];
    private Object[][] holders = new Object[16][];
    private int[] indices = new int[16];

    /** The hash of the name last looked for by {@link #step}. */
    private int hash;

    Namespace(long seed, byte[] root) {
        this.seed = seed;
        rootSlot[0] = new Directory(root, 0, 0, generation);
    }

    Directory root() {
        return (Directory) rootSlot[0];
    }

    long pathBytes() {
        return pathBytes;
    }

    /** The root as it is now and stays; later changes are made to copies. */
    Directory image() {
        generation++;
        depth = 0;
        return root();
    }

    /** The node at a path, or null: a look only, for any thread. "/" and "" are the root. */
    Object find(byte[] path, int offset, int length) {
        Object node = root();
        int to = offset + length;
        if (length == 0 || (length == 1 && path[offset] == '/')) {
            return node;
        }
        if (path[offset] != '/') {
            return null;
        }
        int at = offset;
        while (at < to) {
            int from = at + 1;
            at = nameEnd(path, from, to);
            if (at == from || !(node instanceof Directory directory)) {
                return null;
            }
            node = directory.find(NameHash.of(seed, path, from, at), path, from, at);
        }
        return node;
    }

    /** Moves the place to a path; false, and the place is lost, where there is none. */
    boolean seek(byte[] path, int offset, int length) {
        depth = 0;
        holder = rootSlot;
        index = 0;
        int to = offset + length;
        if (length > 0 && path[offset] != '/') {
            return false;
        }
        int at = offset;
        while (at < to) {
            int from = at + 1;
            at = nameEnd(path, from, to);
            if (at == from || !step(path, from, at)) {
                return false;
            }
        }
        return true;
    }

    /** Moves to the child of that name; false, and the place stays, where there is none. */
    boolean step(byte[] name, int from, int to) {
        hash = NameHash.of(seed, name, from, to);
        if (!(holder[index] instanceof Directory)) {
            return false;
        }
        Directory directory = own();
        Object[] slots = directory.ownSlots(hash);
        int found = Slots.find(slots, hash, name, from, to);
        if (found < 0) {
            return false;
        }
        push(directory);
        holder = slots;
        index = found;
        return true;
    }

    /** Moves to the parent; not at the root. */
    void up() {
        depth--;
        holder = holders[depth];
        index = indices[depth];
    }

    /** The znode at the place: packed, or a directory. */
    Object node() {
        return holder[index];
    }

    /** The directory at the place, to be changed; there must be one. */
    Directory own() {
        Directory directory = (Directory) holder[index];
        if (directory.generation != generation) {
            directory = directory.copy(generation);
            holder[index] = directory;
        }
        return directory;
    }

    /**
     * The znode at the place as a directory to be changed, made of a leaf where it is one.
     *
     * @param record the znode, unpacked
     * @param digest its digest
     */
    Directory open(ZnodeRecord record, long digest) {
        if (holder[index] instanceof byte[] leaf) {
            Directory directory = new Directory(leaf, record.cversion, record.pzxid, generation);
            directory.digest = (int) digest;
            holder[index] = directory;
            return directory;
        }
        return own();
    }

    /**
     * Adds a child to the directory at the place, which stays; directly after a {@link #step} that
     * did not find its name.
     *
     * @param pathLength of the child's whole path
     * @param dataLength of its data, 0 for null
     */
    void add(byte[] leaf, int pathLength, int dataLength) {
        Directory parent = own();
        parent.insert(hash, leaf, seed);
        parent.descendants++;
        parent.bytesBelow += dataLength;
        for (int i = 0; i < depth; i++) {
            trail[i].descendants++;
            trail[i].bytesBelow += dataLength;
        }
        pathBytes += pathLength;
    }

    /** Removes the childless znode at the place, which moves to its parent; not the root. */
    void remove(int pathLength, int dataLength) {
        for (int i = 0; i < depth; i++) {
            trail[i].descendants--;
            trail[i].bytesBelow -= dataLength;
        }
        pathBytes -= pathLength;
        int childHash = Slots.hash(holder[index], seed);
        int childIndex = index;
        up();
        own().remove(childHash, childIndex, seed);
    }

    /**
     * Replaces the packed znode at the place; of a directory, not its children, cversion and pzxid.
     *
     * @param moreData how much longer its data is than before
     */
    void replace(byte[] packed, int moreData) {
        if (holder[index] instanceof Directory) {
            own().packed = packed;
        } else {
            holder[index] = packed;
        }
        if (moreData != 0) {
            for (int i = 0; i < depth; i++) {
                trail[i].bytesBelow += moreData;
            }
        }
    }

    /** Replaces a directory that lost its last child by the leaf it is; not the root. */
    void close(byte[] leaf) {
        holder[index] = leaf;
    }

    boolean atRoot() {
        return depth == 0;
    }

    private void push(Directory directory) {
        if (depth == trail.length) {
            trail = Arrays.copyOf(trail, depth * 2);
            holders = Arrays.copyOf(holders, depth * 2);
            indices = Arrays.copyOf(indices, depth * 2);
        }
        trail[depth] = directory;
        holders[depth] = holder;
        indices[depth] = index;
        depth++;
    }

    private static int nameEnd(byte[] path, int from, int to) {
        int at = from;
        while (at < to && path[at] != '/') {
            at++;
        }
        return at;
    }
}
