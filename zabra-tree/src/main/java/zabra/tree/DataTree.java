package zabra.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import zabra.protocol.Acl;
import zabra.protocol.EphemeralOwner;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;

/**
 * The replicated state: znodes, session table, ACL table.
 *
 * <p>Threads: one writer (the replica thread) calls {@link #apply} and the loader, always inside
 * the write side of the tree lock; readers call {@link #find} and the other questions inside its
 * read side. The class takes no lock itself.
 */
public final class DataTree {
    private final TreeOptions options;
    private final ChunkLayout layout;
    private final long hashSeed;
    private final Map<Long, Integer> sessions = new TreeMap<>();
    private final Map<Long, Integer> sessionsView = Collections.unmodifiableMap(sessions);
    private final Quotas quotas = new CurrentQuotas();
    private TreeState state;
    private long incarnation;
    private long lastZxid;

    /** What {@code /zookeeper/config} holds here, whatever state comes; null where nothing does. */
    private Config config;

    private record Config(byte[] text, long version, long timeMillis) {}

    /** A tree that holds the znodes that are always there, at zxid 0. */
    public DataTree(TreeOptions options) {
        this(options, 0);
    }

    /**
     * As the other, where names come from strangers: they cannot choose names that collide in the
     * child tables of a server whose seed they do not know.
     */
    public DataTree(TreeOptions options, long hashSeed) {
        this(options, ChunkLayout.DEFAULT, hashSeed);
    }

    /** As the other, with its memory cut up so. */
    public DataTree(TreeOptions options, ChunkLayout layout, long hashSeed) {
        this.options = options;
        this.layout = layout;
        this.hashSeed = hashSeed;
        state = new TreeState(options, layout, hashSeed);
        state.addFixedZnodes();
    }

    /** The last applied transaction. */
    public long lastZxid() {
        return lastZxid;
    }

    /**
     * Another number after each state that took the place of the one before: zxids alone do not
     * tell a history from another one that took its place.
     */
    public long incarnation() {
        return incarnation;
    }

    /**
     * Puts an ensemble's config into {@code /zookeeper/config}, of this state and of every one that
     * this tree {@linkplain #become becomes}: each server keeps its own. No digest covers it.
     *
     * @param version the config's, the znode's last zxid
     */
    public void describeEnsemble(String text, long version, long timeMillis) {
        config = new Config(text.getBytes(StandardCharsets.UTF_8), version, timeMillis);
        putConfig();
    }

    private void putConfig() {
        if (config != null) {
            state.setData(
                    "/zookeeper/config",
                    config.text,
                    -1,
                    config.version,
                    config.timeMillis,
                    TreeListener.NONE);
        }
    }

    /** Digest version 2 of the whole tree; 0 when digests are off. */
    public long digest() {
        return state.store.digest();
    }

    /**
     * Fills {@code view} with the znode at the UTF-8 path; false where there is none, which a
     * malformed path never has. "" is "/".
     */
    public boolean find(byte[] utf8, int offset, int length, ZnodeView view) {
        int node = state.store.names.find(utf8, offset, length);
        if (node == Chunks.NONE) {
            return false;
        }
        view.show(state.store.znodes, node, state.store.acls, options);
        return true;
    }

    /** As the other, for a path at hand as a string. */
    public boolean find(String path, ZnodeView view) {
        byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
        return find(utf8, 0, utf8.length, view);
    }

    /**
     * Hands each child name of the znode last found into {@code view}, as UTF-8 slices, to {@code
     * names}; any order, the same for the same history of the tree.
     */
    public void children(ZnodeView view, NameVisitor names) {
        ChildCursor cursor = view.openChildren();
        if (cursor == null) {
            return;
        }
        Chunks chunks = view.chunks();
        for (int node = cursor.next(); node != Chunks.NONE; node = cursor.next()) {
            byte[] packed = chunks.array(node);
            int at = chunks.offset(node);
            int from = ZnodePacking.nameFrom(packed, at);
            names.name(packed, from, ZnodePacking.nameTo(packed, at) - from);
        }
    }

    /** Takes one child name: {@code length} bytes of {@code utf8} from {@code offset}. */
    public interface NameVisitor {
        void name(byte[] utf8, int offset, int length);
    }

    /** All descendants of {@code path}, without itself; -1 where it is absent. Counts nothing. */
    public int countDescendants(String path) {
        byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
        int node = state.store.names.find(utf8, 0, utf8.length);
        return node == Chunks.NONE ? -1 : state.store.znodes.descendants(node);
    }

    /**
     * Applies one transaction: idempotent, never fails. What cannot be done, because a later change
     * is already in the tree, is passed over and has no stat.
     */
    public Applied apply(TxnHeader header, Txn txn, TreeListener listener) {
        Applied applied = applyPart(header, txn, listener);
        lastZxid = Math.max(lastZxid, header.zxid());
        state.store.names.tidy();
        return applied;
    }

    private Applied applyPart(TxnHeader header, Txn txn, TreeListener listener) {
        long zxid = header.zxid();
        long time = header.timeMillis();
        Stat stat = null;
        switch (txn) {
            case Txn.Create t ->
                    stat =
                            state.create(
                                    t.path(),
                                    t.data(),
                                    t.acl(),
                                    t.ephemeral() ? header.sessionId() : 0,
                                    t.parentCversion(),
                                    t.op() == OpCode.CREATE,
                                    zxid,
                                    time,
                                    listener);
            case Txn.CreateContainer t ->
                    stat =
                            state.create(
                                    t.path(),
                                    t.data(),
                                    t.acl(),
                                    EphemeralOwner.CONTAINER,
                                    t.parentCversion(),
                                    false,
                                    zxid,
                                    time,
                                    listener);
            case Txn.CreateTtl t ->
                    stat =
                            state.create(
                                    t.path(),
                                    t.data(),
                                    t.acl(),
                                    ttlOwner(t.ttlMillis()),
                                    t.parentCversion(),
                                    false,
                                    zxid,
                                    time,
                                    listener);
            case Txn.Delete t -> state.delete(t.path(), zxid, listener);
            case Txn.SetData t ->
                    stat = state.setData(t.path(), t.data(), t.version(), zxid, time, listener);
            case Txn.SetAcl t -> stat = state.setAcl(t.path(), t.acl(), t.version());
            case Txn.Check _ -> {}
            case Txn.CreateSession t -> sessions.put(header.sessionId(), t.timeoutMillis());
            case Txn.CloseSession t -> closeSession(header, t, listener);
            case Txn.Failed t -> {
                return new Applied(txn, errorOf(t), null, List.of());
            }
            case Txn.Multi t -> {
                return new Applied(txn, ErrorCode.OK, null, applyParts(header, t, listener));
            }
        }
        return new Applied(txn, ErrorCode.OK, stat, List.of());
    }

    private List<Applied> applyParts(TxnHeader header, Txn.Multi multi, TreeListener listener) {
        boolean failed = multi.isFailed();
        List<Applied> parts = new ArrayList<>(multi.parts().size());
        for (Txn part : multi.parts()) {
            parts.add(
                    failed && !(part instanceof Txn.Failed)
                            ? new Applied(part, ErrorCode.OK, null, List.of())
                            : applyPart(header, part, listener));
        }
        return parts;
    }

    private void closeSession(TxnHeader header, Txn.CloseSession txn, TreeListener listener) {
        long session = header.sessionId();
        sessions.remove(session);
        if (txn.paths() != null) {
            for (String path : txn.paths()) {
                state.delete(path, header.zxid(), listener);
            }
        }
        for (String path : state.owners.ephemerals(session)) {
            state.delete(path, header.zxid(), listener);
        }
    }

    // A time to live out of range was refused when the transaction was made; a log may hold any.
    private static long ttlOwner(long ttlMillis) {
        return EphemeralOwner.ofTtl(Math.clamp(ttlMillis, 1, EphemeralOwner.TTL_MAX_MILLIS));
    }

    private static ErrorCode errorOf(Txn.Failed failed) {
        ErrorCode error = ErrorCode.of(failed.error());
        return error == null ? ErrorCode.SYSTEMERROR : error;
    }

    /** The paths of the ephemerals of a session; a copy, in path order. */
    public List<String> ephemerals(long sessionId) {
        return state.owners.ephemerals(sessionId);
    }

    /** Every session that owns ephemerals, in the order of ids, with their paths: copies. */
    public void forEachEphemeralOwner(BiConsumer<Long, List<String>> consumer) {
        state.owners.forEachEphemeralOwner(consumer);
    }

    /** The replicated session table, id to timeout in milliseconds; unmodifiable view. */
    public Map<Long, Integer> sessions() {
        return sessionsView;
    }

    /** The paths of all container znodes: a copy, in path order. */
    public List<String> containers() {
        return state.owners.containers();
    }

    /** The paths of all TTL znodes: a copy, in path order. */
    public List<String> ttlNodes() {
        return state.owners.ttlNodes();
    }

    /** All znodes, the root once. */
    public int znodeCount() {
        return state.store.znodeCount();
    }

    public int ephemeralCount() {
        return state.owners.ephemeralCount();
    }

    /** Path bytes and data bytes of all znodes; the root's path counts 1. */
    public long dataSize() {
        return state.store.dataSize();
    }

    /** What packed znodes take, in bytes. */
    long liveBytes() {
        return state.store.names.space().liveBytes();
    }

    /** What their chunks hold beside that and room for more. */
    long garbageBytes() {
        return state.store.names.space().garbage();
    }

    /** Quota limits and usage: a view, also of states loaded later. */
    public Quotas quotas() {
        return quotas;
    }

    /** The ACL of a table key; -1 is the open ACL. */
    List<Acl> acl(long key) {
        return state.store.acls.list(key);
    }

    /**
     * The state of this instant, O(sessions + ACLs); the znodes are shared and copied on the
     * writer's next change of each. Writer thread only; the image may be read from any thread.
     */
    public StateImage image() {
        return new TreeImage(lastZxid, sessions, state.store);
    }

    /**
     * Begins a fresh state from the pieces of a snapshot. After {@link StateVisitor#end} this tree
     * holds it, with {@code lastZxid} as its last transaction; quotas and digest are recomputed.
     * Before {@code end}, or when a piece throws, this tree is unchanged. A znode whose parent was
     * not handed over before is refused with a {@link zabra.protocol.MarshallingException}.
     */
    public StateVisitor load(long lastZxid) {
        return new TreeLoader(
                new TreeState(options, layout, hashSeed),
                (loadedState, loadedSessions) -> {
                    state = loadedState;
                    incarnation++;
                    sessions.clear();
                    sessions.putAll(loadedSessions);
                    this.lastZxid = lastZxid;
                });
    }

    /**
     * Takes over the whole state of another tree of the same options; that one is empty afterwards,
     * at zxid 0. The writer thread calls it in the write side of the tree lock. Images of either
     * tree stay what they are.
     */
    public void become(DataTree other) {
        if (other == this || !options.equals(other.options)) {
            throw new IllegalArgumentException("a tree of " + other.options + ", not " + options);
        }
        state = other.state;
        incarnation++;
        sessions.clear();
        sessions.putAll(other.sessions);
        lastZxid = other.lastZxid;
        other.state = new TreeState(other.options, other.layout, other.hashSeed);
        other.state.addFixedZnodes();
        other.incarnation++;
        other.sessions.clear();
        other.lastZxid = 0;
        putConfig();
    }

    private final class CurrentQuotas implements Quotas {
        @Override
        public String covering(String path) {
            return state.quotas.covering(path);
        }

        @Override
        public Limits limits(String quotaPath) {
            return state.quotas.limits(quotaPath);
        }

        @Override
        public Usage usage(String quotaPath) {
            return state.quotas.usage(quotaPath);
        }
    }
}
