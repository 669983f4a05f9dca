package zabra.tree;

/** Steps through the children of one directory, which must not change meanwhile. */
final class ChildCursor {
    private Segment[] segments;
    private Object[] slots;
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

    /** The next child, packed or a directory; null after the last. */
    Object next() {
        while (true) {
            while (nextSlot < slots.length) {
                Object node = slots[nextSlot++];
                if (node != null) {
                    return node;
                }
            }
            if (segments == null || nextSegment == segments.length) {
                return null;
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
