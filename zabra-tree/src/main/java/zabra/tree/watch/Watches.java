package zabra.tree.watch;

import java.util.List;
import zabra.protocol.Acl;
import zabra.tree.TreeListener;
import zabra.tree.acl.Acls;

/**
 * The watches of all connections of this server: the data table and the child table.
 *
 * <p>Threads: registration and removal may come from any thread that holds the tree lock on its read
 * or write side; firing only from the one that holds the write side. An internal lock guards the
 * tables, because several readers register at once.
 */
public final class Watches implements TreeListener {
    public Watches(Acls acls) {
        throw new UnsupportedOperationException();
    }

    public void addData(String path, Watcher watcher, WatchMode mode) {
        throw new UnsupportedOperationException();
    }

    public void addChild(String path, Watcher watcher, WatchMode mode) {
        throw new UnsupportedOperationException();
    }

    /** addWatch: PERSISTENT goes to both tables, PERSISTENT_RECURSIVE to the data table. */
    public void addPersistent(String path, Watcher watcher, WatchMode mode) {
        throw new UnsupportedOperationException();
    }

    /**
     * checkWatches and removeWatches.
     *
     * @param type as on the wire: 1 children, 2 data, 3 any, 4 persistent, 5 persistent recursive
     * @param remove whether what matches is removed
     * @return whether anything matched
     */
    public boolean match(String path, Watcher watcher, int type, boolean remove) {
        throw new UnsupportedOperationException();
    }

    /** The connection is gone: all its watches with it. */
    public void removeAll(Watcher watcher) {
        throw new UnsupportedOperationException();
    }

    /** The number of (connection, path, table) registrations. */
    public int count() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void created(
            String path, List<Acl> acl, String parent, List<Acl> parentAcl, long zxid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleted(
            String path, List<Acl> lastAcl, String parent, List<Acl> parentAcl, long zxid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dataChanged(String path, List<Acl> acl, long zxid) {
        throw new UnsupportedOperationException();
    }
}
