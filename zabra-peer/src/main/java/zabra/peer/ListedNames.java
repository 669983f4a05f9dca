package zabra.peer;

import java.util.Arrays;
import zabra.protocol.JuteWriter;
import zabra.tree.DataTree;
import zabra.tree.ZnodeView;

/**
 * The children's names as replies carry them, of long lists that are asked for again and again
 * without having changed: copying them takes a fraction of the time of collecting them.
 *
 * <p>Names are kept under the path, the parent's pzxid and the number of children. Why that is
 * enough: a reader sees no state in the middle of a transaction; transactions come in the order of
 * their zxids; a delete raises the parent's pzxid to its own zxid, and a parent that was made again
 * begins with that of its creation, so that no list before had that pzxid; between two of these,
 * each create makes the list longer. That holds where the pzxid is not ahead of the tree's last
 * transaction, as it may be in a snapshot that was taken while things changed: such lists are not
 * kept. A state that takes the place of another has another {@linkplain DataTree#incarnation
 * incarnation}.
 *
 * <p>Bounded: so many lists, so many bytes. What was not asked for in a while is let go of, and
 * nothing else makes room, so that asking for many lists in turns does not encode each for nothing.
 * Belongs to one lane's thread, inside the read side of the tree lock.
 */
final class ListedNames {
    /** Shorter lists are as soon collected as found here. */
    static final int CHILDREN_MIN = 32;

    static final int LISTS_MAX = 16;
    static final int BYTES_MAX = 1 << 20;
    static final long IDLE_MILLIS = 5_000;

    private static final int SEEN = 64;

    private final Listed[] lists = new Listed[LISTS_MAX];

    /** Fingerprints of lists that were asked for once, each at a place that it shares. */
    private final long[] seen = new long[SEEN];

    private int count;
    private int bytes;
    private long nowMillis;
    private long sweptMillis;

    private static final class Listed {
        private final byte[] path;
        private final long incarnation;
        private final long pzxid;
        private final int children;
        private final byte[] encoded;
        private long usedMillis;

        Listed(byte[] path, DataTree tree, ZnodeView view, byte[] encoded, long usedMillis) {
            this.path = path;
            this.incarnation = tree.incarnation();
            this.pzxid = view.pzxid();
            this.children = view.childCount();
            this.encoded = encoded;
            this.usedMillis = usedMillis;
        }

        boolean isOf(byte[] utf8, int offset, int length) {
            return Arrays.equals(path, 0, path.length, utf8, offset, offset + length);
        }

        boolean isCurrent(DataTree tree, ZnodeView view) {
            return pzxid == view.pzxid()
                    && children == view.childCount()
                    && incarnation == tree.incarnation();
        }

        int size() {
            return path.length + encoded.length;
        }
    }

    /**
     * Appends the count and the names of the children of the znode in {@code view}, which was found
     * in {@code tree} by that path.
     */
    void write(DataTree tree, ZnodeView view, byte[] utf8, int offset, int length, JuteWriter out) {
        if (view.childCount() < CHILDREN_MIN || view.pzxid() > tree.lastZxid()) {
            collect(tree, view, out);
            return;
        }
        byte[] kept = find(tree, view, utf8, offset, length);
        if (kept != null) {
            out.writeBytes(kept, 0, kept.length);
            return;
        }
        int mark = out.position();
        collect(tree, view, out);
        int encoded = out.position() - mark;
        if (hasRoomFor(length + encoded) && isAskedAgain(tree, view, utf8, offset, length)) {
            byte[] path = Arrays.copyOfRange(utf8, offset, offset + length);
            byte[] names = Arrays.copyOfRange(out.array(), mark, mark + encoded);
            lists[count++] = new Listed(path, tree, view, names, nowMillis);
            bytes += length + encoded;
        }
    }

    /** As {@link #write}, of what is not kept. */
    static void collect(DataTree tree, ZnodeView view, JuteWriter out) {
        out.writeInt(view.childCount());
        tree.children(view, out::writeBuffer);
    }

    private byte[] find(DataTree tree, ZnodeView view, byte[] utf8, int offset, int length) {
        for (int i = 0; i < count; i++) {
            Listed list = lists[i];
            if (list.isOf(utf8, offset, length)) {
                if (list.isCurrent(tree, view)) {
                    list.usedMillis = nowMillis;
                    return list.encoded;
                }
                remove(i);
                return null;
            }
        }
        return null;
    }

    private boolean hasRoomFor(int more) {
        return count < LISTS_MAX && more <= BYTES_MAX - bytes;
    }

    /** Whether this very list was asked for before; two lists that look alike only cost a copy. */
    private boolean isAskedAgain(
            DataTree tree, ZnodeView view, byte[] utf8, int offset, int length) {
        long print = tree.incarnation() + 31L * view.childCount();
        for (int i = offset; i < offset + length; i++) {
            print = 31 * print + utf8[i];
        }
        print = (print ^ view.pzxid()) * 0x9E3779B97F4A7C15L;
        int place = (int) (print >>> 58);
        boolean again = seen[place] == print;
        seen[place] = again ? 0 : print;
        return again;
    }

    private void remove(int index) {
        bytes -= lists[index].size();
        lists[index] = lists[--count];
        lists[count] = null;
    }

    /** The time of the requests to come; lets go of what was not asked for in a while. */
    void at(long millis) {
        nowMillis = millis;
        if (count != 0 && millis - sweptMillis >= IDLE_MILLIS / 4) {
            sweptMillis = millis;
            for (int i = count - 1; i >= 0; i--) {
                if (millis - lists[i].usedMillis >= IDLE_MILLIS) {
                    remove(i);
                }
            }
        }
    }

    /** How many lists are kept. */
    int count() {
        return count;
    }

    /** Of their paths and names. */
    int bytes() {
        return bytes;
    }
}
