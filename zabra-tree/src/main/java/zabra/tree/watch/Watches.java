package zabra.tree.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import zabra.protocol.Acl;
import zabra.tree.TreeListener;
import zabra.tree.acl.Acls;

/**
 * The watches of all connections of this server: the data table and the child table.
 *
 * <p>Threads: registration and removal may come from any thread that holds the tree lock on its
 * read or write side; firing only from the one that holds the write side. An internal lock guards
 * the tables, because several readers register at once. It is not held while watchers are called,
 * so that a watcher may remove itself. The questions ({@link #count}, {@link #summary}, {@link
 * #forEachWatcher}, {@link #forEachPath}) need no tree lock.
 */
public final class Watches implements TreeListener {
    private static final Watcher[] NOBODY = {};

    // Watcher types on the wire.
    private static final int CHILDREN = 1;
    private static final int DATA = 2;
    private static final int ANY = 3;
    private static final int PERSISTENT = 4;
    private static final int PERSISTENT_RECURSIVE = 5;

    private final ReadCheck access;
    private final Object lock = new Object();
    private final PathIds paths = new PathIds();
    private final WatcherIds watchers = new WatcherIds();
    private final WatchTable data = new WatchTable(paths, watchers);
    private final WatchTable child = new WatchTable(paths, watchers);

    /** Scratch of the firing thread: whom the table at hand tells. */
    private final IdBits found = new IdBits();

    /** Scratch of the firing thread: the ids of the {@link #targets}. */
    private final IdBits aimed = new IdBits();

    /** Scratch of the firing thread: the watchers to call, the first {@link #targetCount}. */
    private Watcher[] targets = NOBODY;

    private int targetCount;

    public Watches(Acls acls) {
        this((acl, identities) -> acls.allows(acl, Acl.READ, identities));
    }

    Watches(ReadCheck access) {
        this.access = access;
    }

    /** getData and exists (of a znode that is there or not): STANDARD. */
    public void addData(String path, Watcher watcher, WatchMode mode) {
        synchronized (lock) {
            data.add(paths.intern(path), watchers.intern(watcher), mode);
        }
    }

    /**
     * getChildren: STANDARD.
     *
     * @throws IllegalArgumentException for PERSISTENT_RECURSIVE, which is for the data table only
     */
    public void addChild(String path, Watcher watcher, WatchMode mode) {
        if (mode == WatchMode.PERSISTENT_RECURSIVE) {
            throw new IllegalArgumentException("recursive watches are not for the child table");
        }
        synchronized (lock) {
            child.add(paths.intern(path), watchers.intern(watcher), mode);
        }
    }

    /**
     * addWatch: PERSISTENT goes to both tables, PERSISTENT_RECURSIVE to the data table. The path is
     * not checked; a null path is kept as the empty one, which never changes.
     */
    public void addPersistent(String path, Watcher watcher, WatchMode mode) {
        if (mode == WatchMode.STANDARD) {
            throw new IllegalArgumentException("a standard watch is not persistent");
        }
        String key = path == null ? "" : path;
        synchronized (lock) {
            addData(key, watcher, mode);
            if (mode == WatchMode.PERSISTENT) {
                addChild(key, watcher, mode);
            }
        }
    }

    /**
     * checkWatches and removeWatches.
     *
     * @param type as on the wire: 1 children, 2 data, 3 any, 4 persistent, 5 persistent recursive
     * @param remove whether what matches is removed
     * @return whether anything matched
     */
    public boolean match(String path, Watcher watcher, int type, boolean remove) {
        boolean any = type == ANY;
        if (type < CHILDREN || type > PERSISTENT_RECURSIVE) {
            throw new IllegalArgumentException("watcher type " + type);
        }
        boolean matched = false;
        if (any || type == CHILDREN) {
            matched |= matchIn(child, path, watcher, WatchMode.STANDARD, remove);
        }
        if (any || type == DATA) {
            matched |= matchIn(data, path, watcher, WatchMode.STANDARD, remove);
        }
        if (any || type == PERSISTENT) {
            matched |= matchIn(data, path, watcher, WatchMode.PERSISTENT, remove);
            matched |= matchIn(child, path, watcher, WatchMode.PERSISTENT, remove);
        }
        if (any || type == PERSISTENT_RECURSIVE) {
            matched |= matchIn(data, path, watcher, WatchMode.PERSISTENT_RECURSIVE, remove);
        }
        return matched;
    }

    private boolean matchIn(
            WatchTable table, String path, Watcher watcher, WatchMode mode, boolean remove) {
        synchronized (lock) {
            int pathId = paths.find(path == null ? "" : path);
            int watcherId = watchers.find(watcher);
            if (pathId < 0 || watcherId < 0 || !table.contains(pathId, watcherId, mode)) {
                return false;
            }
            if (remove) {
                table.remove(pathId, watcherId, mode);
            }
            return true;
        }
    }

    /**
     * The connection is gone: all its watches with it. The caller registers nothing more for it,
     * for nobody would remove that.
     */
    public void removeAll(Watcher watcher) {
        synchronized (lock) {
            int id = watchers.find(watcher);
            if (id < 0) {
                return;
            }
            watchers.retain(id); // So that the id stays while both tables are cleared.
            data.removeWatcher(id);
            child.removeWatcher(id);
            watchers.release(id);
        }
    }

    /** The number of (connection, path, table) registrations. */
    public int count() {
        synchronized (lock) {
            return data.count() + child.count();
        }
    }

    /**
     * How much is watched in the data table. ZooKeeper's {@code wch*} commands tell of that table
     * alone; {@link #count} tells of both.
     */
    public WatchSummary summary() {
        synchronized (lock) {
            return data.summary();
        }
    }

    /**
     * Hands each connection's session and the paths it watches in the data table to {@code
     * consumer}, in the order of ids. Not one instant: watches that come and go meanwhile may be
     * told or not.
     */
    public void forEachWatcher(BiConsumer<Long, List<String>> consumer) {
        for (int id = 0; ; id++) {
            Watcher watcher;
            List<String> watched = new ArrayList<>();
            synchronized (lock) {
                if (id >= watchers.end()) {
                    return;
                }
                watcher = watchers.get(id);
                IdBits ids = new IdBits();
                data.collectPaths(id, ids);
                for (int path = ids.next(0); path >= 0; path = ids.next(path + 1)) {
                    watched.add(paths.get(path));
                }
            }
            if (!watched.isEmpty()) {
                consumer.accept(watcher.sessionId(), watched);
            }
        }
    }

    /**
     * Hands each path watched in the data table and the sessions that watch it to {@code consumer},
     * in the order of ids. Not one instant, as {@link #forEachWatcher}.
     */
    public void forEachPath(BiConsumer<String, List<Long>> consumer) {
        for (int id = 0; ; id++) {
            String path;
            List<Long> sessions = new ArrayList<>();
            synchronized (lock) {
                if (id >= paths.end()) {
                    return;
                }
                path = paths.get(id);
                IdBits ids = new IdBits();
                data.collect(id, ids);
                for (int each = ids.next(0); each >= 0; each = ids.next(each + 1)) {
                    sessions.add(watchers.get(each).sessionId());
                }
            }
            if (!sessions.isEmpty()) {
                consumer.accept(path, sessions);
            }
        }
    }

    @Override
    public void created(String path, List<Acl> acl, String parent, List<Acl> parentAcl, long zxid) {
        if (isIdle()) {
            return;
        }
        fireData(EventType.NODE_CREATED, path, acl, zxid);
        fireChildrenChanged(parent, parentAcl, zxid);
    }

    @Override
    public void deleted(
            String path, List<Acl> lastAcl, String parent, List<Acl> parentAcl, long zxid) {
        if (isIdle()) {
            return;
        }
        synchronized (lock) {
            aim(data, path, true);
            aim(child, path, false);
        }
        tell(EventType.NODE_DELETED, path, lastAcl, zxid);
        fireChildrenChanged(parent, parentAcl, zxid);
    }

    @Override
    public void dataChanged(String path, List<Acl> acl, long zxid) {
        if (!isIdle()) {
            fireData(EventType.NODE_DATA_CHANGED, path, acl, zxid);
        }
    }

    /** Read without our lock: who fires has shut out all who register. */
    private boolean isIdle() {
        return watchers.count() == 0;
    }

    private void fireData(EventType type, String path, List<Acl> acl, long zxid) {
        synchronized (lock) {
            aim(data, path, true);
        }
        tell(type, path, acl, zxid);
    }

    private void fireChildrenChanged(String parent, List<Acl> parentAcl, long zxid) {
        synchronized (lock) {
            aim(child, parent, false);
        }
        tell(EventType.NODE_CHILDREN_CHANGED, parent, parentAcl, zxid);
    }

    /**
     * Adds to the targets whom the table tells of a change of {@code path}, but for those who are
     * targets already, and spends the standard watches among them.
     */
    private void aim(WatchTable table, String path, boolean above) {
        int id = paths.find(path);
        if (id >= 0) {
            table.collect(id, found);
        }
        if (above) {
            table.collectAbove(path, found);
        }
        if (found.isEmpty()) {
            return;
        }
        for (int each = found.next(0); each >= 0; each = found.next(each + 1)) {
            if (!aimed.contains(each)) {
                if (targetCount == targets.length) {
                    targets = Arrays.copyOf(targets, Math.max(16, targetCount * 2));
                }
                targets[targetCount++] = watchers.get(each);
                aimed.add(each);
            }
        }
        found.clear();
        if (id >= 0) {
            table.removeStandard(id); // From here on the id may be free.
        }
    }

    /** Sends the event to the targets that may see it. */
    private void tell(EventType type, String path, List<Acl> acl, long zxid) {
        if (targetCount == 0) {
            return;
        }
        aimed.clear();
        // A closed set of targets: a watcher may remove itself, and must not reach into this loop.
        int count = targetCount;
        targetCount = 0;
        for (int i = 0; i < count; i++) {
            Watcher watcher = targets[i];
            targets[i] = null;
            if (access.mayRead(acl, watcher.identities())) {
                watcher.event(type, path, zxid);
            }
        }
    }
}
