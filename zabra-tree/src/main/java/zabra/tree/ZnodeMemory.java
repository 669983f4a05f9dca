package zabra.tree;

import zabra.protocol.snapshot.ZnodeRecord;

/** Packed znodes in their places: the one that writes them. */
final class ZnodeMemory {
    private final ZnodePacking packing = new ZnodePacking();
    private final ZnodeRecord scratch = new ZnodeRecord();
    private final Chunks chunks;

    final ChunkSpace space;

    ZnodeMemory(ChunkLayout layout) {
        space = new ChunkSpace(layout);
        chunks = space.chunks;
    }

    Chunks chunks() {
        return chunks;
    }

    /** Places a leaf with the name in the slice. */
    int add(byte[] name, int nameFrom, int nameTo, ZnodeRecord znode, int digest) {
        int bytes = packing.measure(nameTo - nameFrom, znode);
        int ref = space.allocate(bytes);
        packing.write(
                chunks.array(ref), chunks.offset(ref), name, nameFrom, nameTo, znode, 0, digest);
        return ref;
    }

    /**
     * Puts {@code znode} in the place of the one there, under the same name, as a leaf.
     *
     * @return where it is now
     */
    int replaceLeaf(int ref, ZnodeRecord znode, int digest) {
        return replace(ref, znode, 0, digest);
    }

    /** As the other, as the znode of the directory of that number. */
    int replaceDirectory(int ref, ZnodeRecord znode, int directory) {
        return replace(ref, znode, directory, 0);
    }

    private int replace(int ref, ZnodeRecord znode, int directory, int digest) {
        byte[] before = chunks.array(ref);
        int at = chunks.offset(ref);
        int bytesBefore = ZnodePacking.length(before, at, scratch);
        int nameFrom = ZnodePacking.nameFrom(before, at);
        int nameTo = ZnodePacking.nameTo(before, at);
        int bytes = packing.measure(nameTo - nameFrom, znode);
        int spared = chunks.rounded(bytesBefore) - chunks.rounded(bytes);
        if (spared >= 0 && space.mayChange(ref)) {
            packing.write(before, at, before, nameFrom, nameTo, znode, directory, digest);
            if (spared > 0) {
                space.free(ref, spared);
            }
            return ref;
        }
        int now = space.allocate(bytes);
        packing.write(
                chunks.array(now),
                chunks.offset(now),
                before,
                nameFrom,
                nameTo,
                znode,
                directory,
                digest);
        space.free(ref, bytesBefore);
        return now;
    }

    /** Makes a leaf the znode of the directory of that number; returns where it is now. */
    int open(int ref, int directory) {
        int own = space.mayChange(ref) ? ref : move(ref);
        ZnodePacking.open(chunks.array(own), chunks.offset(own), directory);
        return own;
    }

    /** The same bytes in another place. */
    int move(int ref) {
        byte[] before = chunks.array(ref);
        int at = chunks.offset(ref);
        int bytes = ZnodePacking.length(before, at, scratch);
        int now = space.allocate(bytes);
        System.arraycopy(before, at, chunks.array(now), chunks.offset(now), bytes);
        space.free(ref, bytes);
        return now;
    }

    /** The znode is gone. */
    void remove(int ref) {
        space.free(ref, ZnodePacking.length(chunks.array(ref), chunks.offset(ref), scratch));
    }
}
