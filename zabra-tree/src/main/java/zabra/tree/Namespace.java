package zabra.tree;

import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * The tree of znodes as a structure, without meaning: packed znodes, and for those with children a
 * {@link Directory} of references to them.
 *
 * <p>Generations make images cheap. {@link #image} hands out what is there and opens the next
 * generation: directories, segments and packed znodes of earlier ones are never changed again, but
 * copied when a change reaches them.
 *
 * <p>The writer moves a place through the tree: {@link #seek}, {@link #step}, {@link #up}. All
 * directories above the place, the trail, are of the current generation and may be changed. Paths
 * here are as in snapshots: the root is the empty path.
 */
final class Namespace {
    private final long seed;
    private final long[] rootSlot = new long[1];
    private final ZnodeMemory memory;
    private final Directories directories = new Directories();
    private final Znodes znodes;
    private final Evacuation evacuation;

    /** The UTF-8 bytes of all paths; the root counts as "/". */
    private long pathBytes = 1;

    // The place: an index in some slots, and the directories above with where they stand.
    private long[] holder = rootSlot;
    private int index;
    private int depth;
    private Directory[] trail = new Directory[16];
    private long[][] holders = new long[16][];
    private int[] indices = new int[16];

    /** The hash of the name last looked for by {@link #step}. */
    private int hash;

    /**
     * One that holds a root.
     *
     * @param digest the root's
     */
    Namespace(ChunkLayout layout, long seed, ZnodeRecord root, int digest) {
        memory = new ZnodeMemory(layout);
        this.seed = seed;
        znodes = new Znodes(memory.chunks(), directories);
        evacuation = new Evacuation(memory, directories, rootSlot);
        rootSlot[0] = Slots.slot(0, memory.add(root.pathBytes, 0, 0, root, digest));
        open(root, digest);
    }

    Directory root() {
        return znodes.directory(rootRef());
    }

    private int rootRef() {
        return Slots.ref(rootSlot[0]);
    }

    ChunkSpace space() {
        return memory.space;
    }

    Znodes znodes() {
        return znodes;
    }

    long pathBytes() {
        return pathBytes;
    }

    /** What there is now and stays; later changes are made to copies. */
    NamespaceImage image() {
        depth = 0;
        Znodes shown = new Znodes(memory.space.image(), directories.image());
        return new NamespaceImage(shown, rootRef());
    }

    /** Between two changes: moves znodes where that frees memory. The place is lost. */
    void tidy() {
        evacuation.step();
    }

    /**
     * The znode at a path, or {@link Chunks#NONE}: a look only, for any thread. "/" and "" are the
     * root.
     */
    int find(byte[] path, int offset, int length) {
        int ref = rootRef();
        int to = offset + length;
        if (length == 0 || (length == 1 && path[offset] == '/')) {
            return ref;
        }
        if (path[offset] != '/') {
            return Chunks.NONE;
        }
        int at = offset;
        while (at < to) {
            int from = at + 1;
            at = nameEnd(path, from, to);
            Directory directory = znodes.directory(ref);
            if (at == from || directory == null) {
                return Chunks.NONE;
            }
            ref = directory.find(znodes, NameHash.of(seed, path, from, at), path, from, at);
            if (ref == Chunks.NONE) {
                return ref;
            }
        }
        return ref;
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
        Directory directory = own();
        if (directory == null) {
            return false;
        }
        long[] slots = directory.ownSlots(hash);
        int found = Slots.find(slots, znodes, hash, name, from, to);
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

    /** The znode at the place. */
    int node() {
        return Slots.ref(holder[index]);
    }

    /** The directory at the place, to be changed; null where there is a leaf. */
    Directory own() {
        int number = znodes.directoryNumber(node());
        return number == 0 ? null : directories.own(number);
    }

    /**
     * Makes the leaf at the place a directory, to be changed.
     *
     * @param record the leaf, unpacked
     * @param digest its digest
     */
    Directory open(ZnodeRecord record, long digest) {
        Directory directory =
                new Directory(record.cversion, record.pzxid, directories.generation());
        directory.digest = (int) digest;
        moved(memory.open(node(), directories.add(directory)));
        return directory;
    }

    /**
     * Adds a child to the directory at the place, which stays; directly after a {@link #step} that
     * did not find its name.
     *
     * @param pathFrom where its name begins in its path
     * @param digest its digest
     */
    void add(ZnodeRecord child, int pathFrom, int digest) {
        byte[] path = child.pathBytes;
        int pathTo = child.pathOffset + child.pathLength;
        int leaf = memory.add(path, pathFrom, pathTo, child, digest);
        int dataLength = Math.max(0, child.dataLength);
        Directory parent = own();
        parent.insert(hash, leaf);
        parent.descendants++;
        parent.bytesBelow += dataLength;
        for (int i = 0; i < depth; i++) {
            trail[i].descendants++;
            trail[i].bytesBelow += dataLength;
        }
        pathBytes += child.pathLength;
    }

    /** Removes the childless znode at the place, which moves to its parent; not the root. */
    void remove(int pathLength, int dataLength) {
        for (int i = 0; i < depth; i++) {
            trail[i].descendants--;
            trail[i].bytesBelow -= dataLength;
        }
        pathBytes -= pathLength;
        long child = holder[index];
        int childIndex = index;
        up();
        own().remove(Slots.hash(child), childIndex);
        memory.remove(Slots.ref(child));
    }

    /**
     * Replaces the znode at the place; of a directory, not its children, cversion and pzxid.
     *
     * @param moreData how much longer its data is than before
     */
    void replace(ZnodeRecord znode, int digest, int moreData) {
        int number = znodes.directoryNumber(node());
        if (number == 0) {
            moved(memory.replaceLeaf(node(), znode, digest));
        } else {
            moved(memory.replaceDirectory(node(), znode, number));
            directories.own(number).digest = digest;
        }
        if (moreData != 0) {
            for (int i = 0; i < depth; i++) {
                trail[i].bytesBelow += moreData;
            }
        }
    }

    /** Replaces the directory at the place, which lost its last child, by a leaf; not the root. */
    void close(ZnodeRecord leaf, int digest) {
        directories.remove(znodes.directoryNumber(node()));
        moved(memory.replaceLeaf(node(), leaf, digest));
    }

    private void moved(int ref) {
        holder[index] = Slots.moved(holder[index], ref);
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
