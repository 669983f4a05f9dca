package zabra.tree;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * The effects of transactions on the znodes, and what is kept in step with these: the indexes of
 * owners and quotas. Effects are idempotent: what is already done, or cannot be done any more
 * because a later change is already in, is passed over, since the log is replayed over snapshots
 * that may be ahead of it.
 */
final class TreeState {
    private final TreeOptions options;
    private final Utf8Path utf8 = new Utf8Path();
    private final Utf8Path quotaUtf8 = new Utf8Path();
    private final ZnodeRecord znode = new ZnodeRecord();
    private final QuotaUsage quotaUsage = new QuotaUsage(this);

    final ZnodeStore store;
    final OwnerIndex owners;
    final QuotaTable quotas = new QuotaTable();

    // Of the store, at hand because every effect needs them.
    private final Namespace names;
    private final Znodes znodes;
    private final AclTable acls;

    /** A state that holds the root only. */
    TreeState(TreeOptions options, ChunkLayout layout, long hashSeed) {
        this.options = options;
        owners = new OwnerIndex(options);
        store = new ZnodeStore(options, layout, hashSeed);
        names = store.names;
        znodes = store.znodes;
        acls = store.acls;
    }

    /** Adds those of the znodes that are always there which are not yet. */
    void addFixedZnodes() {
        addFixed("/zookeeper", null, 0);
        addFixed("/zookeeper/quota", null, 0);
        addFixed("/zookeeper/config", Acl.READABLE, -1);
    }

    private void addFixed(String path, List<Acl> acl, int aversion) {
        utf8.set(path);
        int slash = utf8.lastSlash;
        if (!names.seek(utf8.bytes, 0, slash)) {
            throw new IllegalStateException("no parent of " + path);
        }
        if (!names.step(utf8.bytes, slash + 1, utf8.length)) {
            Znodes.clear(znode, utf8.bytes, utf8.length);
            znode.aversion = aversion;
            znode.aclKey = acls.intern(acl);
            store.insert(znode, slash);
        }
    }

    /**
     * A new znode. Where it exists only its ACL is replaced.
     *
     * @param parentCversion the parent's afterwards; -1 for one more than now
     * @param raisesExisting whether the parent's cversion counts even where the znode exists
     * @return the stat; null where the parent is missing
     */
    Stat create(
            String path,
            byte[] data,
            List<Acl> acl,
            long owner,
            int parentCversion,
            boolean raisesExisting,
            long zxid,
            long timeMillis,
            TreeListener listener) {
        if (!seekParent(path)) {
            return null;
        }
        int slash = utf8.lastSlash;
        if (names.step(utf8.bytes, slash + 1, utf8.length)) {
            Stat stat = replaceAcl(acl, false, 0);
            if (raisesExisting) {
                names.up();
                store.raiseCversion(names.own(), utf8.bytes, slash, parentCversion, zxid);
            }
            return stat;
        }
        Znodes.clear(znode, utf8.bytes, utf8.length);
        znode.czxid = zxid;
        znode.mzxid = zxid;
        znode.pzxid = zxid;
        znode.ctime = timeMillis;
        znode.mtime = timeMillis;
        znode.ephemeralOwner = owner;
        znode.aclKey = acls.intern(acl);
        Znodes.setData(znode, data);
        Stat stat = Znodes.stat(znode, 0, options);
        List<Acl> interned = acls.list(znode.aclKey);
        Directory parent = store.insert(znode, slash);
        int cversion = parentCversion == -1 ? parent.cversion + 1 : parentCversion;
        store.raiseCversion(parent, utf8.bytes, slash, cversion, zxid);
        if (owner != 0) {
            owners.add(path, owner);
        }
        if (!listener.equals(TreeListener.NONE)) {
            listener.created(path, interned, parentPath(path), store.aclAtPlace(), zxid);
        }
        quotaUsage.created(path, stat.dataLength());
        return stat;
    }

    /** No such znode any more, nor what is below it. */
    void delete(String path, long zxid, TreeListener listener) {
        if (!seekParent(path)) {
            return;
        }
        // Also where the child is gone already: the snapshot may have been taken in between.
        store.raisePzxid(utf8.bytes, utf8.lastSlash, zxid);
        if (!names.step(utf8.bytes, utf8.lastSlash + 1, utf8.length)) {
            return;
        }
        if (znodes.childCount(names.node()) > 0) {
            deleteBelow(names.node());
            seekParent(path);
            names.step(utf8.bytes, utf8.lastSlash + 1, utf8.length);
        }
        removeLeaf(path, zxid, listener);
    }

    /** Only replay over a snapshot that is ahead can delete a znode that has children. */
    private void deleteBelow(int top) {
        List<String> paths = new ArrayList<>();
        TreeWalk walk = new TreeWalk(znodes, top, utf8.bytes, utf8.length);
        walk.next();
        while (walk.next()) {
            walk.read(znode);
            paths.add(znode.path());
        }
        for (String path : paths.reversed()) {
            seekParent(path);
            names.step(utf8.bytes, utf8.lastSlash + 1, utf8.length);
            removeLeaf(path, 0, TreeListener.NONE);
        }
    }

    private void removeLeaf(String path, long zxid, TreeListener listener) {
        store.read(znode, utf8.bytes, 0, utf8.length);
        int dataLength = Math.max(0, znode.dataLength);
        List<Acl> acl = acls.list(znode.aclKey);
        if (znode.ephemeralOwner != 0) {
            owners.remove(path, znode.ephemeralOwner);
        }
        store.remove(znode);
        if (!listener.equals(TreeListener.NONE)) {
            listener.deleted(path, acl, parentPath(path), store.aclAtPlace(), zxid);
        }
        quotaUsage.deleted(path, dataLength);
    }

    /** New data; null where the znode is missing. */
    Stat setData(
            String path,
            byte[] data,
            int version,
            long zxid,
            long timeMillis,
            TreeListener listener) {
        utf8.setNode(path);
        if (!names.seek(utf8.bytes, 0, utf8.length)) {
            return null;
        }
        store.read(znode, utf8.bytes, 0, utf8.length);
        int lengthBefore = Math.max(0, znode.dataLength);
        Znodes.setData(znode, data);
        znode.version = version;
        znode.mzxid = zxid;
        znode.mtime = timeMillis;
        int moreData = Math.max(0, znode.dataLength) - lengthBefore;
        store.replace(znode, moreData);
        Stat stat = Znodes.stat(znode, znodes.childCount(names.node()), options);
        if (!listener.equals(TreeListener.NONE)) {
            listener.dataChanged(path, acls.list(znode.aclKey), zxid);
        }
        quotaUsage.dataChanged(path, moreData);
        return stat;
    }

    /** A new ACL; null where the znode is missing. */
    Stat setAcl(String path, List<Acl> acl, int version) {
        utf8.setNode(path);
        if (!names.seek(utf8.bytes, 0, utf8.length)) {
            return null;
        }
        return replaceAcl(acl, true, version);
    }

    /** At the place. */
    private Stat replaceAcl(List<Acl> acl, boolean setsVersion, int version) {
        store.read(znode, utf8.bytes, 0, utf8.length);
        long keyBefore = znode.aclKey;
        znode.aclKey = acls.retain(acls.intern(acl));
        acls.release(keyBefore);
        if (setsVersion) {
            znode.aversion = version;
        }
        store.replace(znode, 0);
        return Znodes.stat(znode, znodes.childCount(names.node()), options);
    }

    /** The server's own change of data: neither version nor time nor watches see it. */
    void overwrite(String path, byte[] data) {
        quotaUtf8.set(path);
        if (names.seek(quotaUtf8.bytes, 0, quotaUtf8.length)) {
            store.read(znode, quotaUtf8.bytes, 0, quotaUtf8.length);
            int lengthBefore = Math.max(0, znode.dataLength);
            Znodes.setData(znode, data);
            store.replace(znode, data.length - lengthBefore);
        }
    }

    /** Fills {@code into} but its path; the znode, or {@link Chunks#NONE} where there is none. */
    int read(String path, ZnodeRecord into) {
        quotaUtf8.set(path);
        int node = names.find(quotaUtf8.bytes, 0, quotaUtf8.length);
        if (node != Chunks.NONE) {
            znodes.unpack(node, into);
        }
        return node;
    }

    QuotaUsage quotaUsage() {
        return quotaUsage;
    }

    /** The place to the parent of a path, which goes to {@code utf8}; false where impossible. */
    private boolean seekParent(String path) {
        utf8.set(path);
        int slash = utf8.lastSlash;
        return slash >= 0 && slash < utf8.length - 1 && names.seek(utf8.bytes, 0, slash);
    }

    private static String parentPath(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
