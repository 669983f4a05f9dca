package zabra.tree;

import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Walks a znode and all below it, depth first, each parent before its children, with the path built
 * in one growing array. A loop with its own stack: paths may be as deep as a frame is long.
 */
final class TreeWalk {
    private byte[] path;
    private int pathLength;
    private final Znodes znodes;
    private int node;
    private boolean begun;
    private ChildCursor[] cursors = new ChildCursor[16];
    private int depth;

    /**
     * @param top where to begin, at {@code topPath}; the root's is empty
     */
    TreeWalk(Znodes znodes, int top, byte[] topPath, int topPathLength) {
        this.znodes = znodes;
        node = top;
        path = Arrays.copyOf(topPath, Math.max(256, topPathLength));
        pathLength = topPathLength;
    }

    /** Goes on to the next znode, at first to the top; false after the last. */
    boolean next() {
        if (!begun) {
            begun = true;
            return true;
        }
        Directory directory = znodes.directory(node);
        if (directory != null) {
            push(directory);
        }
        while (depth > 0) {
            ChildCursor cursor = cursors[depth - 1];
            node = cursor.next();
            if (node != Chunks.NONE) {
                appendName(cursor.pathLength);
                return true;
            }
            depth--;
        }
        return false;
    }

    int node() {
        return node;
    }

    /** Fills all of {@code into}. */
    void read(ZnodeRecord into) {
        znodes.unpack(node, into);
        into.pathBytes = path;
        into.pathOffset = 0;
        into.pathLength = pathLength;
    }

    private void push(Directory directory) {
        if (depth == cursors.length) {
            cursors = Arrays.copyOf(cursors, depth * 2);
        }
        if (cursors[depth] == null) {
            cursors[depth] = new ChildCursor();
        }
        ChildCursor cursor = cursors[depth++];
        cursor.open(directory);
        cursor.pathLength = pathLength;
    }

    private void appendName(int parentLength) {
        byte[] packed = znodes.chunks().array(node);
        int begin = znodes.chunks().offset(node);
        int from = ZnodePacking.nameFrom(packed, begin);
        int length = ZnodePacking.nameTo(packed, begin) - from;
        pathLength = parentLength + 1 + length;
        if (pathLength > path.length) {
            path = Arrays.copyOf(path, Math.max(pathLength, path.length * 2));
        }
        path[parentLength] = '/';
        System.arraycopy(packed, from, path, parentLength + 1, length);
    }
}
