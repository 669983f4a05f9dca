package zabra.tree;

/** Steps through the children of one directory, which must not change meanwhile. */
final class ChildCursor {
    private Segment[] segments;
    private long[] slots;
    private int nextSegment;
    private int nextSlot;

    /** The length of the directory's path, for who walks a tree. */
    int pathLength;

    void open(Directory directory) {
        segments = directory.segments();
        nextSlot = 0;
        if (segments == null) {
            slots = directory.slots();
        } else {
            nextSegment = 0;
            openSegment();
        }
    }

    /** The next child; {@link Chunks#NONE} after the last. */
    int next() {
        while (true) {
            while (nextSlot < slots.length) {
                int ref = Slots.ref(slots[nextSlot++]);
                if (ref != Chunks.NONE) {
                    return ref;
                }
            }
            if (segments == null || nextSegment == segments.length) {
                return Chunks.NONE;
            }
            openSegment();
        }
    }

    private void openSegment() {
        Segment segment = segments[nextSegment];
        slots = segment.slots;
        nextSlot = 0;
        // Passes over the other pointers to the same segment.
        nextSegment += segments.length >> segment.depth;
    }
}
