package zabra.tree;

/**
 * A part of a large directory: the children whose hashes share their first {@link #depth} bits. It
 * grows, splits and is copied alone, so that no operation on a directory of millions does more than
 * a segment's worth of work.
 */
final class Segment {
    long[] slots;
    int count;
    final int depth;

    /** In which it may be changed in place, see {@link Namespace}. */
    final int generation;

    Segment(long[] slots, int count, int depth, int generation) {
        this.slots = slots;
        this.count = count;
        this.depth = depth;
        this.generation = generation;
    }

    Segment copy(int newGeneration) {
        return new Segment(slots.clone(), count, depth, newGeneration);
    }
}
