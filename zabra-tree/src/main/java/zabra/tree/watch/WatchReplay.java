package zabra.tree.watch;

import java.util.List;
import zabra.tree.DataTree;
import zabra.tree.ZnodeView;

/**
 * Brings back the watches of a client that lost its connection, and tells it what it missed: for
 * each watch, either the event that would have spent it is sent now, with zxid {@link
 * #REPLAY_ZXID}, or it is registered again. Persistent watches are only registered.
 *
 * <p>Runs wholly inside the tree lock, so that no change falls between the look and the
 * registration. Events are not checked against ACLs, and a path in two lists may tell twice.
 */
public final class WatchReplay {
    /** A replayed event belongs to no transaction. */
    public static final long REPLAY_ZXID = -1;

    /** What replay must know of the tree. */
    public interface Znodes {
        /** Looks a path up for the questions below; false where it is absent. */
        boolean find(String path);

        /** When the data of the znode found was last changed. */
        long mzxid();

        /** When the children of the znode found last changed. */
        long pzxid();

        /** Reads {@code tree} through {@code view}. */
        static Znodes of(DataTree tree, ZnodeView view) {
            return new Znodes() {
                @Override
                public boolean find(String path) {
                    return tree.find(path, view);
                }

                @Override
                public long mzxid() {
                    return view.mzxid();
                }

                @Override
                public long pzxid() {
                    return view.pzxid();
                }
            };
        }
    }

    /** Takes the events that were missed; they belong to no transaction. */
    public interface Missed {
        void event(EventType type, String path);
    }

    private final Znodes znodes;
    private final Watches watches;
    private final Watcher watcher;
    private final Missed missed;
    private final long seenZxid;

    /**
     * @param watcher for whom watches are registered again
     * @param missed takes what is to be told at once
     * @param seenZxid the last transaction that the client knows of
     */
    public WatchReplay(
            Znodes znodes, Watches watches, Watcher watcher, Missed missed, long seenZxid) {
        this.znodes = znodes;
        this.watches = watches;
        this.watcher = watcher;
        this.missed = missed;
        this.seenZxid = seenZxid;
    }

    /** All lists of a setWatches request, in its order; no list or path is null. */
    public void replay(
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> persistentRecursive) {
        data.forEach(this::data);
        exist.forEach(this::exist);
        child.forEach(this::child);
        for (String path : persistent) {
            watches.addPersistent(path, watcher, WatchMode.PERSISTENT);
        }
        for (String path : persistentRecursive) {
            watches.addPersistent(path, watcher, WatchMode.PERSISTENT_RECURSIVE);
        }
    }

    private void data(String path) {
        if (!znodes.find(path)) {
            tell(EventType.NODE_DELETED, path);
        } else if (znodes.mzxid() > seenZxid) {
            tell(EventType.NODE_DATA_CHANGED, path);
        } else {
            watches.addData(path, watcher, WatchMode.STANDARD);
        }
    }

    private void exist(String path) {
        if (znodes.find(path)) {
            tell(EventType.NODE_CREATED, path);
        } else {
            watches.addData(path, watcher, WatchMode.STANDARD);
        }
    }

    private void child(String path) {
        if (!znodes.find(path)) {
            tell(EventType.NODE_DELETED, path);
        } else if (znodes.pzxid() > seenZxid) {
            tell(EventType.NODE_CHILDREN_CHANGED, path);
        } else {
            watches.addChild(path, watcher, WatchMode.STANDARD);
        }
    }

    private void tell(EventType type, String path) {
        missed.event(type, path);
    }
}
