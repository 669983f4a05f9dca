package zabra.tree.watch;

/** Who watches what in one table and one mode: pairs of path id and watcher id, both ways. */
final class Relation {
    private final IntMultimap watchersOf = new IntMultimap();
    private final IntMultimap pathsOf = new IntMultimap();
    private int size;

    /** The number of pairs. */
    int size() {
        return size;
    }

    /** Whether the pair was not there. */
    boolean add(int path, int watcher) {
        if (!watchersOf.add(path, watcher)) {
            return false;
        }
        pathsOf.add(watcher, path);
        size++;
        return true;
    }

    /** Whether the pair was there. */
    boolean remove(int path, int watcher) {
        // Most relations are empty most of the time.
        if (size == 0 || !watchersOf.remove(path, watcher)) {
            return false;
        }
        pathsOf.remove(watcher, path);
        size--;
        return true;
    }

    /** Takes all pairs of a path out; returns its watchers, ascending. */
    int[] removePath(int path) {
        int[] watchers = watchersOf.values(path);
        watchersOf.clear(path);
        for (int watcher : watchers) {
            pathsOf.remove(watcher, path);
        }
        size -= watchers.length;
        return watchers;
    }

    /** Takes all pairs of a watcher out; returns its paths, ascending. */
    int[] removeWatcher(int watcher) {
        int[] paths = pathsOf.values(watcher);
        pathsOf.clear(watcher);
        for (int path : paths) {
            watchersOf.remove(path, watcher);
        }
        size -= paths.length;
        return paths;
    }

    boolean contains(int path, int watcher) {
        return size != 0 && watchersOf.contains(path, watcher);
    }

    boolean hasPath(int path) {
        return watchersOf.size(path) != 0;
    }

    boolean hasWatcher(int watcher) {
        return pathsOf.size(watcher) != 0;
    }

    /** A copy of the path's watchers, ascending. */
    int[] watchersOf(int path) {
        return watchersOf.values(path);
    }

    /** A copy of the watcher's paths, ascending. */
    int[] pathsOf(int watcher) {
        return pathsOf.values(watcher);
    }
}
