package zabra.tree;

/**
 * Where the znodes lie: byte arrays of up to the size of a chunk each. A <i>reference</i> names the
 * begin of a packed znode: the high bits are the number of its array, the low ones count granules
 * in it; 0 is none. This is the reading side; {@link ChunkSpace} changes what it shows, and {@link
 * #frozen} gives one that it does not change.
 */
final class Chunks {
    /** No znode. */
    static final int NONE = 0;

    private final int granuleShift;
    private final int numberShift;
    private final int granuleMask;

    /** By number; null where a number is free. */
    byte[][] arrays;

    Chunks(ChunkLayout layout) {
        this(
                Integer.numberOfTrailingZeros(layout.granuleBytes()),
                layout.granuleBits(),
                new byte[4][]);
    }

    private Chunks(int granuleShift, int numberShift, byte[][] arrays) {
        this.granuleShift = granuleShift;
        this.numberShift = numberShift;
        this.arrays = arrays;
        granuleMask = (1 << numberShift) - 1;
    }

    /** As they are now. A later change of a chunk's bytes shows, a later exchange does not. */
    Chunks frozen() {
        return new Chunks(granuleShift, numberShift, arrays.clone());
    }

    byte[] array(int ref) {
        return arrays[ref >>> numberShift];
    }

    int offset(int ref) {
        return (ref & granuleMask) << granuleShift;
    }

    int number(int ref) {
        return ref >>> numberShift;
    }

    int ref(int number, int offset) {
        return number << numberShift | offset >> granuleShift;
    }

    /** The same length in whole granules. */
    int rounded(int bytes) {
        int granule = 1 << granuleShift;
        return bytes + granule - 1 & -granule;
    }
}
