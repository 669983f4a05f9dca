package zabra.peer;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import zabra.protocol.EphemeralOwner;
import zabra.tree.DataTree;
import zabra.tree.ZnodeView;

/**
 * Finds containers that lost their last child and TTL znodes whose time is over, and has them
 * deleted at a bounded rate. The delete is checked again when it is prepared, so a candidate that
 * was used meanwhile stays. Replica thread.
 */
final class Reaper {
    private final DataTree tree;
    private final long checkMillis;
    private final double perMilli;
    private final long neverUsedMillis;
    private final ArrayDeque<String> candidates = new ArrayDeque<>();
    private final ZnodeView view = new ZnodeView();
    private long nextCheckMillis;
    private long lastRunMillis;
    private double allowance;

    Reaper(DataTree tree, PeerOptions options, long nowMillis) {
        this.tree = tree;
        this.checkMillis = options.containerCheckMillis();
        this.perMilli = Math.max(1, options.containerMaxPerMinute()) / 60_000.0;
        this.neverUsedMillis = options.containerMaxNeverUsedMillis();
        this.nextCheckMillis = nowMillis + checkMillis;
        this.lastRunMillis = nowMillis;
    }

    /** When {@link #run} has something to do next, on the monotonic clock. */
    long nextMillis() {
        return candidates.isEmpty() ? nextCheckMillis : lastRunMillis + 1;
    }

    void run(long nowMillis, long wallMillis, Consumer<String> delete) {
        if (nowMillis >= nextCheckMillis) {
            nextCheckMillis = nowMillis + checkMillis;
            if (candidates.isEmpty()) {
                collect(wallMillis);
                allowance = 1;
            }
        }
        if (!candidates.isEmpty()) {
            allowance = Math.min(1000, allowance + (nowMillis - lastRunMillis) * perMilli);
            while (allowance >= 1 && !candidates.isEmpty()) {
                allowance--;
                delete.accept(candidates.poll());
            }
        }
        lastRunMillis = nowMillis;
    }

    /** This server may delete nothing now; it begins anew once it may. */
    void pass(long nowMillis) {
        candidates.clear();
        if (nowMillis >= nextCheckMillis) {
            nextCheckMillis = nowMillis + checkMillis;
        }
        lastRunMillis = nowMillis;
    }

    private void collect(long wallMillis) {
        List<String> containers = tree.containers();
        for (String path : containers) {
            if (tree.find(path, view) && view.childCount() == 0) {
                boolean used = view.storedCversion() > 0;
                if (used || (neverUsedMillis > 0 && wallMillis - view.mtime() > neverUsedMillis)) {
                    candidates.add(path);
                }
            }
        }
        for (String path : tree.ttlNodes()) {
            if (tree.find(path, view)
                    && view.childCount() == 0
                    && wallMillis - view.mtime()
                            > EphemeralOwner.ttlMillis(view.ephemeralOwner())) {
                candidates.add(path);
            }
        }
    }
}
