package zabra.simulator.check;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;

/**
 * A second, simple idea of what transactions do, which remembers every znode at every moment of
 * history: what a client reads is held against it.
 */
public final class Model implements Check {
    /**
     * A znode from one moment on.
     *
     * @param exists false from its delete on; the rest then means nothing
     * @param owner the session of an ephemeral, 0 for others
     */
    public record Znode(
            boolean exists, byte[] data, long czxid, long mzxid, int version, long owner) {
        private static final Znode ABSENT = new Znode(false, null, 0, 0, 0, 0);
    }

    private final Map<String, NavigableMap<Long, Znode>> znodes = new TreeMap<>();
    private final Map<String, NavigableSet<Long>> childChanges = new TreeMap<>();
    private final Map<Long, NavigableSet<String>> ephemerals = new TreeMap<>();
    private final Set<Long> sessions = new TreeSet<>();

    @Override
    public void delivered(long zxid, LoggedTxn txn) {
        apply(zxid, txn.header().sessionId(), txn.txn());
    }

    private void apply(long zxid, long session, Txn txn) {
        switch (txn) {
            case Txn.Create create -> {
                long owner = create.ephemeral() ? session : 0;
                put(create.path(), zxid, new Znode(true, create.data(), zxid, zxid, 0, owner));
                if (owner != 0) {
                    ephemerals.computeIfAbsent(owner, _ -> new TreeSet<>()).add(create.path());
                }
            }
            case Txn.CreateContainer create ->
                    put(create.path(), zxid, new Znode(true, create.data(), zxid, zxid, 0, 0));
            case Txn.CreateTtl create ->
                    put(create.path(), zxid, new Znode(true, create.data(), zxid, zxid, 0, 0));
            case Txn.Delete delete -> delete(delete.path(), zxid);
            case Txn.SetData set -> {
                Znode old = last(set.path());
                put(
                        set.path(),
                        zxid,
                        new Znode(true, set.data(), old.czxid(), zxid, set.version(), old.owner()));
            }
            case Txn.CloseSession _ -> {
                NavigableSet<String> owned = ephemerals.remove(session);
                if (owned != null) {
                    owned.forEach(path -> delete(path, zxid));
                }
            }
            case Txn.Multi multi -> {
                if (!multi.isFailed()) {
                    multi.parts().forEach(part -> apply(zxid, session, part));
                }
            }
            case Txn.CreateSession _ -> sessions.add(session);
            case Txn.SetAcl _, Txn.Check _, Txn.Failed _ -> {}
        }
    }

    private void put(String path, long zxid, Znode znode) {
        boolean appears = !last(path).exists();
        znodes.computeIfAbsent(path, _ -> new TreeMap<>()).put(zxid, znode);
        if (appears) {
            childChanged(path, zxid);
        }
    }

    private void delete(String path, long zxid) {
        Znode old = last(path);
        if (!old.exists()) {
            return;
        }
        if (old.owner() != 0 && ephemerals.containsKey(old.owner())) {
            ephemerals.get(old.owner()).remove(path);
        }
        znodes.get(path).put(zxid, Znode.ABSENT);
        childChanged(path, zxid);
    }

    private void childChanged(String path, long zxid) {
        childChanges.computeIfAbsent(parent(path), _ -> new TreeSet<>()).add(zxid);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private Znode last(String path) {
        NavigableMap<Long, Znode> versions = znodes.get(path);
        return versions == null ? Znode.ABSENT : versions.lastEntry().getValue();
    }

    /** The znode in the state of {@code zxid}. */
    public Znode at(String path, long zxid) {
        NavigableMap<Long, Znode> versions = znodes.get(path);
        Map.Entry<Long, Znode> entry = versions == null ? null : versions.floorEntry(zxid);
        return entry == null ? Znode.ABSENT : entry.getValue();
    }

    /** Whether the ensemble, and not only one server, ever knew this session. */
    boolean hadSession(long session) {
        return sessions.contains(session);
    }

    /** The names of the znode's children in the state of {@code zxid}, sorted. */
    public List<String> children(String path, long zxid) {
        String prefix = path.equals("/") ? "/" : path + "/";
        return znodes.keySet().stream()
                .filter(each -> each.startsWith(prefix) && each.length() > prefix.length())
                .filter(each -> each.indexOf('/', prefix.length()) < 0)
                .filter(each -> at(each, zxid).exists())
                .map(each -> each.substring(prefix.length()))
                .toList();
    }

    /**
     * The first transaction after {@code zxid} for which such a watch fires.
     *
     * @return {@link Long#MAX_VALUE} where there is none yet
     */
    public long firstChange(Session.Watch watch, long zxid) {
        NavigableMap<Long, Znode> versions = znodes.get(watch.path());
        long change = Long.MAX_VALUE;
        switch (watch.kind()) {
            case DATA, CREATE -> {
                Long own = versions == null ? null : versions.higherKey(zxid);
                change = own == null ? change : own;
            }
            case CHILDREN -> {
                NavigableSet<Long> below = childChanges.get(watch.path());
                Long child = below == null ? null : below.higher(zxid);
                change = child == null ? change : child;
                if (versions != null) {
                    for (Map.Entry<Long, Znode> each : versions.tailMap(zxid, false).entrySet()) {
                        if (!each.getValue().exists()) {
                            change = Math.min(change, each.getKey());
                            break;
                        }
                    }
                }
            }
        }
        return change;
    }
}
