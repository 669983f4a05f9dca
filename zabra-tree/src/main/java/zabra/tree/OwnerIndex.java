package zabra.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import zabra.protocol.EphemeralOwner;

/** The paths of ephemerals by session, of containers, and of TTL nodes. */
final class OwnerIndex {
    private final TreeOptions options;
    private final Map<Long, Set<String>> ephemerals = new HashMap<>();
    private final Set<String> containers = new HashSet<>();
    private final Set<String> ttlNodes = new HashSet<>();
    private int ephemeralCount;

    OwnerIndex(TreeOptions options) {
        this.options = options;
    }

    /** A znode appeared; a stored owner of 0 is in no index. */
    void add(String path, long owner) {
        if (owner == EphemeralOwner.CONTAINER) {
            containers.add(path);
        } else if (options.isTtl(owner)) {
            ttlNodes.add(path);
        } else if (owner != 0
                && ephemerals.computeIfAbsent(owner, _ -> new HashSet<>(2)).add(path)) {
            ephemeralCount++;
        }
    }

    /** A znode is gone. */
    void remove(String path, long owner) {
        if (owner == EphemeralOwner.CONTAINER) {
            containers.remove(path);
        } else if (options.isTtl(owner)) {
            ttlNodes.remove(path);
        } else if (owner != 0) {
            Set<String> paths = ephemerals.get(owner);
            if (paths != null && paths.remove(path)) {
                ephemeralCount--;
                if (paths.isEmpty()) {
                    ephemerals.remove(owner);
                }
            }
        }
    }

    int ephemeralCount() {
        return ephemeralCount;
    }

    List<String> ephemerals(long session) {
        Set<String> paths = ephemerals.get(session);
        return paths == null ? List.of() : sorted(paths);
    }

    /** In the order of session ids. */
    void forEachEphemeralOwner(BiConsumer<Long, List<String>> consumer) {
        List<Long> sessions = new ArrayList<>(ephemerals.keySet());
        sessions.sort(null);
        for (Long session : sessions) {
            consumer.accept(session, sorted(ephemerals.get(session)));
        }
    }

    List<String> containers() {
        return sorted(containers);
    }

    List<String> ttlNodes() {
        return sorted(ttlNodes);
    }

    private static List<String> sorted(Set<String> paths) {
        List<String> list = new ArrayList<>(paths);
        list.sort(null);
        return list;
    }
}
