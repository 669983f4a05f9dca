package zabra.tree.watch;

/**
 * One of the two tables: its registrations in each mode. Path and watcher ids are those of the
 * owner of both tables, which this table keeps in use while it needs them.
 */
final class WatchTable {
    private final PathIds paths;
    private final WatcherIds watchers;
    private final Relation standard = new Relation();
    private final Relation persistent = new Relation();
    private final Relation recursive = new Relation();
    private final Relation[] modes = {standard, persistent, recursive};
    private int count;

    WatchTable(PathIds paths, WatcherIds watchers) {
        this.paths = paths;
        this.watchers = watchers;
    }

    /** The number of (path, watcher) pairs, in whatever modes. */
    int count() {
        return count;
    }

    private Relation in(WatchMode mode) {
        return switch (mode) {
            case STANDARD -> standard;
            case PERSISTENT -> persistent;
            case PERSISTENT_RECURSIVE -> recursive;
        };
    }

    private boolean contains(int path, int watcher) {
        for (Relation relation : modes) {
            if (relation.contains(path, watcher)) {
                return true;
            }
        }
        return false;
    }

    boolean contains(int path, int watcher, WatchMode mode) {
        return in(mode).contains(path, watcher);
    }

    void add(int path, int watcher, WatchMode mode) {
        boolean known = contains(path, watcher);
        if (in(mode).add(path, watcher)) {
            paths.retain(path);
            watchers.retain(watcher);
            if (!known) {
                count++;
            }
        }
    }

    void remove(int path, int watcher, WatchMode mode) {
        if (in(mode).remove(path, watcher)) {
            removed(path, watcher);
        }
    }

    private void removed(int path, int watcher) {
        if (!contains(path, watcher)) {
            count--;
        }
        paths.release(path);
        watchers.release(watcher);
    }

    /** The path's standard watches were fired: they are spent. */
    void removeStandard(int path) {
        for (int watcher : standard.removePath(path)) {
            removed(path, watcher);
        }
    }

    /** Takes out all of a watcher, in all modes. */
    void removeWatcher(int watcher) {
        for (Relation relation : modes) {
            if (relation.size() == 0) {
                continue;
            }
            for (int path : relation.removeWatcher(watcher)) {
                removed(path, watcher);
            }
        }
    }

    /** Adds to {@code found} who watches exactly this path, in any mode. */
    void collect(int path, IdBits found) {
        for (Relation relation : modes) {
            collect(relation, path, found);
        }
    }

    private static void collect(Relation relation, int path, IdBits found) {
        if (relation.size() != 0) {
            for (int watcher : relation.watchersOf(path)) {
                found.add(watcher);
            }
        }
    }

    /** Adds to {@code found} who watches a path above {@code path} recursively. */
    void collectAbove(String path, IdBits found) {
        if (recursive.size() == 0 || path.length() <= 1) {
            return;
        }
        int hash = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                // The prefix before this slash; before the first slash that is the root.
                int above = i == 0 ? paths.find("/") : paths.findPrefix(path, i, hash);
                if (above >= 0) {
                    collect(recursive, above, found);
                }
            }
            hash = 31 * hash + c;
        }
    }

    /** Adds to {@code found} which paths the watcher watches. */
    void collectPaths(int watcher, IdBits found) {
        for (Relation relation : modes) {
            if (relation.size() != 0) {
                for (int path : relation.pathsOf(watcher)) {
                    found.add(path);
                }
            }
        }
    }

    WatchSummary summary() {
        int connections = 0;
        for (int id = 0; id < watchers.end(); id++) {
            connections += hasWatcher(id) ? 1 : 0;
        }
        int watched = 0;
        for (int id = 0; id < paths.end(); id++) {
            watched += hasPath(id) ? 1 : 0;
        }
        return new WatchSummary(connections, watched, count);
    }

    private boolean hasWatcher(int id) {
        for (Relation relation : modes) {
            if (relation.hasWatcher(id)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasPath(int id) {
        for (Relation relation : modes) {
            if (relation.hasPath(id)) {
                return true;
            }
        }
        return false;
    }
}
