package zabra.tree;

import java.util.Arrays;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * Adds znodes as a snapshot has them, with their stats as they are. Remembers under which parent
 * the last one went: the next one mostly is its sibling.
 */
final class ZnodeLoader {
    private final TreeState state;
    private final ZnodeStore store;
    private final ZnodeRecord replaced = new ZnodeRecord();

    // The path of the parent at which the place is; length -1 where it is elsewhere.
    private byte[] parent = new byte[256];
    private int parentLength = -1;

    ZnodeLoader(TreeState state) {
        this.state = state;
        this.store = state.store;
    }

    /** Adds a znode, or replaces it; its ACL key is of our table. False: its parent is missing. */
    boolean load(ZnodeRecord record) {
        byte[] path = record.pathBytes;
        int from = record.pathOffset;
        int slash = lastSlash(record);
        if (record.pathLength == 0) {
            parentLength = -1;
            store.names.seek(path, from, 0);
            replace(record);
            return true;
        }
        if (slash < 0 || slash == record.pathLength - 1) {
            return false;
        }
        if (!isAtParent(record, slash)) {
            parentLength = -1;
            if (!store.names.seek(path, from, slash)) {
                return false;
            }
            remember(record, slash);
        }
        if (store.names.step(path, from + slash + 1, from + record.pathLength)) {
            parentLength = -1;
            replace(record);
            return true;
        }
        store.insert(record, slash);
        if (record.ephemeralOwner != 0) {
            state.owners.add(record.path(), record.ephemeralOwner);
        }
        return true;
    }

    private void replace(ZnodeRecord record) {
        store.read(replaced, record.pathBytes, record.pathOffset, record.pathLength);
        store.acls.retain((int) record.aclKey);
        store.acls.release(replaced.aclKey);
        String path = record.path();
        state.owners.remove(path, replaced.ephemeralOwner);
        state.owners.add(path, record.ephemeralOwner);
        int moreData = Math.max(0, record.dataLength) - Math.max(0, replaced.dataLength);
        store.replace(record, moreData);
        Directory directory = store.names.own();
        if (directory != null) {
            directory.cversion = record.cversion;
            directory.pzxid = record.pzxid;
        }
    }

    /** Where the last slash is, counted from the path's begin; -1 for none. */
    private static int lastSlash(ZnodeRecord record) {
        int slash = record.pathLength - 1;
        while (slash >= 0 && record.pathBytes[record.pathOffset + slash] != '/') {
            slash--;
        }
        return slash;
    }

    private boolean isAtParent(ZnodeRecord record, int slash) {
        int from = record.pathOffset;
        return slash == parentLength
                && Arrays.equals(record.pathBytes, from, from + slash, parent, 0, slash);
    }

    private void remember(ZnodeRecord record, int slash) {
        if (slash > parent.length) {
            parent = new byte[slash * 2];
        }
        System.arraycopy(record.pathBytes, record.pathOffset, parent, 0, slash);
        parentLength = slash;
    }
}
