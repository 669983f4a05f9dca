package zabra.tree;

/**
 * How a tree cuts up its memory.
 *
 * @param chunkBytes the length of a chunk once the tree is large; 1 KiB to 64 MiB. A collector that
 *     gives an array of this length a place of its own never copies it
 * @param granuleBytes the begin of each znode is a multiple of it; a power of two, 8 to 128. The
 *     tree holds 2^32 granules at most
 */
public record ChunkLayout(int chunkBytes, int granuleBytes) {
    /** An array's header and length. */
    private static final int HEADER_BYTES = 16;

    private static final int CHUNK_MIN = 1 << 10;
    private static final int CHUNK_MAX = 64 << 20;

    /** An array of 1 MiB, header included; 32 GiB in all. */
    public static final ChunkLayout DEFAULT = new ChunkLayout((1 << 20) - HEADER_BYTES, 8);

    public ChunkLayout {
        if (chunkBytes < CHUNK_MIN || chunkBytes > CHUNK_MAX) {
            throw new IllegalArgumentException("a chunk of " + chunkBytes + " bytes");
        }
        if (granuleBytes < 8 || granuleBytes > 128 || Integer.bitCount(granuleBytes) != 1) {
            throw new IllegalArgumentException("granules of " + granuleBytes + " bytes");
        }
    }

    /**
     * Chunks that fill a region of the heap each, and granules small enough to waste little, large
     * enough that references reach all that the heap can hold.
     *
     * @param regionBytes of the collector, a power of two; 0 where it has none
     * @param heapBytes the most that the heap may grow to
     */
    public static ChunkLayout of(long regionBytes, long heapBytes) {
        long region = regionBytes == 0 ? 1 << 20 : Math.clamp(regionBytes, 1 << 16, CHUNK_MAX);
        int granule = 8;
        // Half of what references reach: numbers of chunks that are not full are lost to them.
        while (granule < 128 && heapBytes > (long) granule << 31) {
            granule <<= 1;
        }
        return new ChunkLayout((int) region - HEADER_BYTES, granule);
    }

    /** How many bits of a reference count granules. */
    int granuleBits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros((chunkBytes - 1) / granuleBytes);
    }

    /** What is longer gets an array of its own. */
    int sharedMax() {
        return chunkBytes >> 2;
    }
}
