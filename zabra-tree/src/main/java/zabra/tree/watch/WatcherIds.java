package zabra.tree.watch;

/** Ids of watchers, told apart by identity. */
final class WatcherIds extends Ids<Watcher> {
    WatcherIds() {
        super(new Watcher[0]);
    }

    // The hash differs from run to run, but it decides only where an id is found, never which.
    @Override
    int hash(Watcher watcher) {
        return System.identityHashCode(watcher);
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    boolean same(Watcher a, Watcher b) {
        return a == b;
    }
}
