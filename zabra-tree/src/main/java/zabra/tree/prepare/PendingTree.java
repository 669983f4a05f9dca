package zabra.tree.prepare;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import zabra.protocol.Acl;
import zabra.protocol.EphemeralOwner;
import zabra.tree.DataTree;
import zabra.tree.ZnodeDigest;
import zabra.tree.ZnodeView;

/**
 * The tree as it will be: what is prepared but not applied, over what is applied. Changes here
 * follow the rules by which the tree applies transactions, to the last field, because the digest
 * after each transaction is computed here.
 *
 * <p>Invariant: a path is in {@link #pending} exactly while a transaction that changed its znode is
 * not yet applied; every other znode is as the tree has it.
 */
final class PendingTree {
    private static final int POOLED_MAX = 4096;

    private final DataTree tree;
    private final boolean extendedTypes;
    private final boolean digests;
    private final ZnodeDigest znodeDigest = new ZnodeDigest();
    private final ZnodeView view = new ZnodeView();
    private byte[] utf8 = new byte[256];
    private int utf8Length;

    private final Map<String, PendingZnode> pending = new HashMap<>();

    /** Of the pending znodes, the ephemerals that exist, by session. */
    private final Map<Long, Set<String>> ephemerals = new HashMap<>();

    private final TouchQueue touched = new TouchQueue();
    private final ArrayDeque<PendingZnode> pool = new ArrayDeque<>();

    // Two znodes of the tree can be looked at at a time: a parent and its child.
    private final PendingZnode[] shown = {new PendingZnode(), new PendingZnode()};
    private int nextShown;

    private final ArrayList<PendingZnode> undoZnodes = new ArrayList<>();
    private final ArrayList<PendingZnode> undoStates = new ArrayList<>();
    private boolean undoable;
    private long digestAtMark;

    private long zxid;
    private long timeMillis;
    private long preparedThrough = Long.MIN_VALUE;
    private long appliedThrough = Long.MIN_VALUE;
    private long digest;

    PendingTree(DataTree tree, boolean extendedTypes, boolean digests) {
        this.tree = tree;
        this.extendedTypes = extendedTypes;
        this.digests = digests;
    }

    /** All changes from here on are made by the transaction at {@code zxid}. */
    void begin(long zxid, long timeMillis) {
        if (preparedThrough <= appliedThrough) {
            digest = tree.digest();
        }
        this.zxid = zxid;
        this.timeMillis = timeMillis;
    }

    /** The transaction at {@code zxid} will be logged, whether it changes something or not. */
    void prepared(long zxid) {
        preparedThrough = zxid;
    }

    /** The digest after all that is prepared. */
    long digest() {
        return digest;
    }

    /** The znode, or null. It may be read until the lookup after the next one, or a change. */
    PendingZnode find(String path) {
        PendingZnode known = pending.get(path);
        if (known != null) {
            return known.exists ? known : null;
        }
        if (!isInTree(path)) {
            return null;
        }
        PendingZnode znode = shown[nextShown];
        nextShown ^= 1;
        znode.path = path;
        znode.row.dataBytes = view.dataArray();
        znode.row.dataOffset = view.dataOffset();
        znode.row.dataLength = view.dataLength();
        znode.row.czxid = view.czxid();
        znode.row.mzxid = view.mzxid();
        znode.row.pzxid = view.pzxid();
        znode.row.ctime = view.ctime();
        znode.row.mtime = view.mtime();
        znode.row.version = view.version();
        znode.row.cversion = view.storedCversion();
        znode.row.aversion = view.aversion();
        znode.row.ephemeralOwner = view.ephemeralOwner();
        znode.acl = view.acl();
        znode.childCount = view.childCount();
        znode.digest = view.digest();
        znode.exists = true;
        return znode;
    }

    boolean exists(String path) {
        PendingZnode known = pending.get(path);
        return known == null ? isInTree(path) : known.exists;
    }

    private boolean isInTree(String path) {
        encode(path);
        return tree.find(utf8, 0, utf8Length, view);
    }

    /** The path's UTF-8 bytes, into the array that is used again and again. */
    private void encode(String path) {
        int length = path.length();
        if (length > utf8.length) {
            utf8 = new byte[Math.max(length, 2 * utf8.length)];
        }
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c >= 0x80) {
                utf8 = path.getBytes(StandardCharsets.UTF_8);
                utf8Length = utf8.length;
                return;
            }
            utf8[i] = (byte) c;
        }
        utf8Length = length;
    }

    /** The session that owns the znode as an ephemeral, else 0. */
    long session(PendingZnode znode) {
        return EphemeralOwner.session(znode.row.ephemeralOwner, extendedTypes);
    }

    /** The ephemerals the session has now, in no particular order. */
    List<String> ephemerals(long sessionId) {
        List<String> paths = new ArrayList<>();
        for (String path : tree.ephemerals(sessionId)) {
            if (!pending.containsKey(path)) {
                paths.add(path);
            }
        }
        paths.addAll(ephemerals.getOrDefault(sessionId, Set.of()));
        return paths;
    }

    /** A new znode, which is not there yet, under an existing parent. */
    void create(PendingZnode parent, String path, byte[] data, List<Acl> acl, long owner) {
        beginChange(parent, true);
        int cversion = parent.row.cversion + 1;
        // At the largest number the counter stays, and with it the parent's pzxid: so do all
        // servers.
        if (cversion > parent.row.cversion) {
            parent.row.cversion = cversion;
            parent.row.pzxid = zxid;
        }
        parent.childCount++;
        endChange(parent);

        PendingZnode znode = pending.get(path);
        if (znode == null) {
            znode = pooled();
            znode.path = path;
            znode.exists = false;
        }
        beginChange(znode, false);
        znode.exists = true;
        znode.data(data);
        znode.row.czxid = zxid;
        znode.row.mzxid = zxid;
        znode.row.pzxid = zxid;
        znode.row.ctime = timeMillis;
        znode.row.mtime = timeMillis;
        znode.row.version = 0;
        znode.row.cversion = 0;
        znode.row.aversion = 0;
        znode.row.ephemeralOwner = owner;
        znode.acl = acl;
        znode.childCount = 0;
        endChange(znode);
    }

    void delete(PendingZnode parent, PendingZnode znode) {
        beginChange(znode, false);
        znode.exists = false;
        znode.data(null);
        endChange(znode);
        beginChange(parent, true);
        parent.row.pzxid = Math.max(parent.row.pzxid, zxid);
        parent.childCount--;
        endChange(parent);
    }

    void setData(PendingZnode znode, byte[] data, int version) {
        beginChange(znode, false);
        znode.data(data);
        znode.row.version = version;
        znode.row.mzxid = zxid;
        znode.row.mtime = timeMillis;
        endChange(znode);
    }

    void setAcl(PendingZnode znode, List<Acl> acl, int aversion) {
        beginChange(znode, true);
        znode.acl = acl;
        znode.row.aversion = aversion;
        endChange(znode);
    }

    private void beginChange(PendingZnode znode, boolean keepsData) {
        if (digests && znode.exists) {
            digest -= znode.digest;
        }
        if (undoable) {
            undoZnodes.add(znode);
            undoStates.add(znode.isPending ? copy(znode) : null);
        }
        if (znode.isPending) {
            untrack(znode);
            if (znode.lastZxid == zxid) {
                return;
            }
        } else {
            remember(znode, keepsData);
        }
        znode.lastZxid = zxid;
        touched.add(zxid, znode);
    }

    private void endChange(PendingZnode znode) {
        if (!znode.exists) {
            return;
        }
        track(znode);
        if (digests) {
            znode.digest = znodeDigest.of(znode.row);
            digest += znode.digest;
        }
    }

    /** From now on this object is the znode: the tree's own bytes may change under it. */
    private void remember(PendingZnode znode, boolean keepsData) {
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] == znode) {
                shown[i] = pooled();
            }
        }
        byte[] path = znode.path.getBytes(StandardCharsets.UTF_8);
        znode.row.pathBytes = path;
        znode.row.pathOffset = 0;
        znode.row.pathLength = path.length;
        if (keepsData && znode.row.dataLength > 0) {
            int from = znode.row.dataOffset;
            znode.data(Arrays.copyOfRange(znode.row.dataBytes, from, from + znode.row.dataLength));
        }
        znode.isPending = true;
        pending.put(znode.path, znode);
    }

    private PendingZnode pooled() {
        PendingZnode znode = pool.pollLast();
        return znode == null ? new PendingZnode() : znode;
    }

    private static PendingZnode copy(PendingZnode znode) {
        PendingZnode copy = new PendingZnode();
        copy.copyFrom(znode);
        return copy;
    }

    private void track(PendingZnode znode) {
        long session = session(znode);
        if (session != 0) {
            ephemerals.computeIfAbsent(session, _ -> new LinkedHashSet<>()).add(znode.path);
        }
    }

    private void untrack(PendingZnode znode) {
        long session = session(znode);
        if (session != 0) {
            Set<String> paths = ephemerals.get(session);
            if (paths != null && paths.remove(znode.path) && paths.isEmpty()) {
                ephemerals.remove(session);
            }
        }
    }

    /** Changes from here on can be taken back, until {@link #keep} or {@link #rollback}. */
    void mark() {
        undoable = true;
        touched.mark();
        digestAtMark = digest;
    }

    void keep() {
        undoable = false;
        undoZnodes.clear();
        undoStates.clear();
    }

    /** Takes back all since {@link #mark}. */
    void rollback() {
        for (int i = undoZnodes.size() - 1; i >= 0; i--) {
            PendingZnode znode = undoZnodes.get(i);
            PendingZnode state = undoStates.get(i);
            if (znode.exists) {
                untrack(znode);
            }
            if (state == null) {
                forget(znode);
            } else {
                znode.copyFrom(state);
                if (znode.exists) {
                    track(znode);
                }
            }
        }
        touched.rollback();
        digest = digestAtMark;
        keep();
    }

    private void forget(PendingZnode znode) {
        pending.remove(znode.path);
        znode.isPending = false;
        znode.lastZxid = 0;
        znode.acl = null;
        znode.data(null);
        if (pool.size() < POOLED_MAX) {
            pool.addLast(znode);
        }
    }

    /** The tree holds everything up to {@code zxid}. */
    void applied(long zxid) {
        appliedThrough = zxid;
        while (touched.isDue(zxid)) {
            PendingZnode znode = touched.poll();
            if (znode.isPending && znode.lastZxid <= zxid) {
                untrack(znode);
                forget(znode);
            }
        }
    }

    /** Nothing pending will ever be applied. */
    void reset() {
        pending.clear();
        ephemerals.clear();
        touched.clear();
        preparedThrough = Long.MIN_VALUE;
        appliedThrough = Long.MIN_VALUE;
    }

    /** How many znodes are pending: for tests of what is forgotten. */
    int size() {
        return pending.size();
    }
}
