package zabra.tree;

import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/** Under which parent the last znode was loaded: the next one mostly is its sibling. */
final class LoadPlace {
    private byte[] parent = new byte[256];
    private int parentLength = -1;

    /** Where the last slash of the path is, counted from the path's begin; -1 for none. */
    static int lastSlash(ZnodeRecord record) {
        int slash = record.pathLength - 1;
        while (slash >= 0 && record.pathBytes[record.pathOffset + slash] != '/') {
            slash--;
        }
        return slash;
    }

    boolean isAtParent(ZnodeRecord record, int slash) {
        int from = record.pathOffset;
        return slash == parentLength
                && Arrays.equals(record.pathBytes, from, from + slash, parent, 0, slash);
    }

    void remember(ZnodeRecord record, int slash) {
        if (parentLength >= 0) {
            // Nothing was forgotten since: it is the same parent.
            return;
        }
        if (slash > parent.length) {
            parent = new byte[slash * 2];
        }
        System.arraycopy(record.pathBytes, record.pathOffset, parent, 0, slash);
        parentLength = slash;
    }

    void forget() {
        parentLength = -1;
    }
}
