package zabra.tree;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.Stat;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * The znodes with all that is kept in step with them: ACL table, owners, quotas, digest. Every
 * change of a znode goes through here. Effects are idempotent: what is already done, or cannot be
 * done any more because a later change is already in, is passed over, since the log is replayed
 * over snapshots that may be ahead of it.
 */
final class TreeState {
    private static final long UNSIGNED = 0xffff_ffffL;
    private static final byte[] EMPTY = {};

    private final TreeOptions options;
    private final ZnodePacking packing = new ZnodePacking();
    private final ZnodeDigest digester = new ZnodeDigest();
    private final Utf8Path utf8 = new Utf8Path();
    private final Utf8Path quotaUtf8 = new Utf8Path();
    private final ZnodeRecord znode = new ZnodeRecord();
    private final ZnodeRecord parentZnode = new ZnodeRecord();
    private final QuotaUsage quotaUsage = new QuotaUsage(this);
    private long digest;

    final Namespace names;
    final AclTable acls = new AclTable();
    final OwnerIndex owners;
    final QuotaTable quotas = new QuotaTable();

    /** A state that holds the root only. */
    TreeState(TreeOptions options, long hashSeed) {
        this.options = options;
        owners = new OwnerIndex(options);
        clear(znode, EMPTY, 0);
        names = new Namespace(hashSeed, packing.pack(EMPTY, 0, 0, znode));
        digest = digestOf(znode);
        names.root().digest = (int) digest;
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
            clear(znode, utf8.bytes, utf8.length);
            znode.aversion = aversion;
            znode.aclKey = acls.intern(acl);
            insert(slash, znode);
        }
    }

    long digest() {
        return digest;
    }

    int znodeCount() {
        return 1 + names.root().descendants;
    }

    long dataSize() {
        Directory root = names.root();
        Znodes.unpack(root, parentZnode);
        return names.pathBytes() + root.bytesBelow + Math.max(0, parentZnode.dataLength);
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
                raiseParent(names.own(), slash, parentCversion, zxid);
            }
            return stat;
        }
        clear(znode, utf8.bytes, utf8.length);
        znode.czxid = zxid;
        znode.mzxid = zxid;
        znode.pzxid = zxid;
        znode.ctime = timeMillis;
        znode.mtime = timeMillis;
        znode.ephemeralOwner = owner;
        znode.aclKey = acls.intern(acl);
        setData(znode, data);
        Stat stat = Znodes.stat(znode, 0, options);
        List<Acl> interned = acls.list(znode.aclKey);
        Directory parent = insert(slash, znode);
        raiseParent(
                parent, slash, parentCversion == -1 ? parent.cversion + 1 : parentCversion, zxid);
        if (owner != 0) {
            owners.add(path, owner);
        }
        if (!listener.equals(TreeListener.NONE)) {
            listener.created(path, interned, parentPath(path), aclOf(parent), zxid);
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
        raisePzxid(utf8.lastSlash, zxid);
        if (!names.step(utf8.bytes, utf8.lastSlash + 1, utf8.length)) {
            return;
        }
        if (names.node() instanceof Directory directory) {
            deleteBelow(directory);
            seekParent(path);
            names.step(utf8.bytes, utf8.lastSlash + 1, utf8.length);
        }
        removeLeaf(path, zxid, listener);
    }

    /** Only replay over a snapshot that is ahead can delete a znode that has children. */
    private void deleteBelow(Directory directory) {
        List<String> paths = new ArrayList<>();
        TreeWalk walk = new TreeWalk(directory, utf8.bytes, utf8.length);
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
        read(znode, utf8.length);
        int dataLength = Math.max(0, znode.dataLength);
        digest -= digestOf(znode);
        List<Acl> acl = acls.list(znode.aclKey);
        acls.release(znode.aclKey);
        if (znode.ephemeralOwner != 0) {
            owners.remove(path, znode.ephemeralOwner);
        }
        names.remove(utf8.length, dataLength);
        List<Acl> parentAcl = aclOf(names.node());
        if (Znodes.childCount(names.node()) == 0 && !names.atRoot()) {
            byte[] packed = Slots.packed(names.node());
            names.close(
                    packing.pack(
                            packed,
                            ZnodePacking.nameFrom(packed),
                            ZnodePacking.nameTo(packed),
                            parentZnode));
        }
        if (!listener.equals(TreeListener.NONE)) {
            listener.deleted(path, acl, parentPath(path), parentAcl, zxid);
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
        read(znode, utf8.length);
        long before = digestAtPlace();
        int lengthBefore = Math.max(0, znode.dataLength);
        setData(znode, data);
        znode.version = version;
        znode.mzxid = zxid;
        znode.mtime = timeMillis;
        int moreData = Math.max(0, znode.dataLength) - lengthBefore;
        replace(before, moreData);
        Stat stat = Znodes.stat(znode, Znodes.childCount(names.node()), options);
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
        read(znode, utf8.length);
        long before = digestAtPlace();
        long keyBefore = znode.aclKey;
        znode.aclKey = acls.retain(acls.intern(acl));
        acls.release(keyBefore);
        if (setsVersion) {
            znode.aversion = version;
        }
        replace(before, 0);
        return Znodes.stat(znode, Znodes.childCount(names.node()), options);
    }

    /** The server's own change of data: neither version nor time nor watches see it. */
    void overwrite(String path, byte[] data) {
        quotaUtf8.set(path);
        if (names.seek(quotaUtf8.bytes, 0, quotaUtf8.length)) {
            Znodes.unpack(names.node(), znode);
            znode.pathBytes = quotaUtf8.bytes;
            znode.pathOffset = 0;
            znode.pathLength = quotaUtf8.length;
            long before = digestAtPlace();
            int lengthBefore = Math.max(0, znode.dataLength);
            setData(znode, data);
            replace(before, Math.max(0, znode.dataLength) - lengthBefore);
        }
    }

    /** Fills {@code into} but its path; the znode, or null where there is none. */
    Object read(String path, ZnodeRecord into) {
        quotaUtf8.set(path);
        Object node = names.find(quotaUtf8.bytes, 0, quotaUtf8.length);
        if (node != null) {
            Znodes.unpack(node, into);
        }
        return node;
    }

    /** Adds or replaces a znode as a snapshot has it; false where its parent is missing. */
    boolean load(ZnodeRecord record, LoadPlace place) {
        if (record.pathLength == 0) {
            names.seek(record.pathBytes, record.pathOffset, 0);
            place.forget();
            reload(record);
            return true;
        }
        int slash = LoadPlace.lastSlash(record);
        if (slash < 0) {
            return false;
        }
        if (!place.isAtParent(record, slash)) {
            place.forget();
            if (!names.seek(record.pathBytes, record.pathOffset, slash)) {
                return false;
            }
        }
        int nameFrom = record.pathOffset + slash + 1;
        int nameTo = record.pathOffset + record.pathLength;
        if (nameFrom == nameTo) {
            return false;
        }
        if (names.step(record.pathBytes, nameFrom, nameTo)) {
            place.forget();
            reload(record);
            return true;
        }
        insert(slash, record);
        place.remember(record, slash);
        if (record.ephemeralOwner != 0) {
            owners.add(record.path(), record.ephemeralOwner);
        }
        return true;
    }

    private void reload(ZnodeRecord record) {
        Znodes.unpack(names.node(), znode);
        znode.pathBytes = record.pathBytes;
        znode.pathOffset = record.pathOffset;
        znode.pathLength = record.pathLength;
        long before = digestAtPlace();
        acls.retain((int) record.aclKey);
        acls.release(znode.aclKey);
        String path = record.path();
        owners.remove(path, znode.ephemeralOwner);
        owners.add(path, record.ephemeralOwner);
        int moreData = Math.max(0, record.dataLength) - Math.max(0, znode.dataLength);
        byte[] packed = Slots.packed(names.node());
        int nameFrom = ZnodePacking.nameFrom(packed);
        int nameTo = ZnodePacking.nameTo(packed);
        names.replace(packing.pack(packed, nameFrom, nameTo, record), moreData);
        long now = digestOf(record);
        digest += now - before;
        if (names.node() instanceof Directory) {
            Directory directory = names.own();
            directory.cversion = record.cversion;
            directory.pzxid = record.pzxid;
            directory.digest = (int) now;
        }
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

    /** Adds {@code child}, path and all, to the znode at the place; its ACL gains a use. */
    private Directory insert(int parentLength, ZnodeRecord child) {
        byte[] path = child.pathBytes;
        int from = child.pathOffset;
        Directory parent;
        if (names.node() instanceof Directory) {
            parent = names.own();
        } else {
            read(parentZnode, path, from, parentLength);
            parent = names.open(parentZnode, digestOf(parentZnode));
        }
        acls.retain((int) child.aclKey);
        int to = from + child.pathLength;
        byte[] leaf = packing.pack(path, from + parentLength + 1, to, child);
        names.add(leaf, child.pathLength, Math.max(0, child.dataLength));
        digest += digestOf(child);
        return parent;
    }

    /** Packs {@code znode} into the place. */
    private void replace(long digestBefore, int moreData) {
        byte[] packed = Slots.packed(names.node());
        int nameFrom = ZnodePacking.nameFrom(packed);
        int nameTo = ZnodePacking.nameTo(packed);
        names.replace(packing.pack(packed, nameFrom, nameTo, znode), moreData);
        long now = digestOf(znode);
        digest += now - digestBefore;
        if (names.node() instanceof Directory directory) {
            directory.digest = (int) now;
        }
    }

    private void raiseParent(Directory parent, int parentLength, int cversion, long zxid) {
        if (cversion > parent.cversion) {
            parent.cversion = cversion;
            parent.pzxid = zxid;
            redigest(parent, parentLength);
        }
    }

    /** Of the znode at the place, whose path is the first {@code length} bytes. */
    private void raisePzxid(int length, long zxid) {
        if (names.node() instanceof Directory) {
            Directory directory = names.own();
            if (zxid > directory.pzxid) {
                directory.pzxid = zxid;
                redigest(directory, length);
            }
            return;
        }
        read(znode, length);
        if (zxid > znode.pzxid) {
            long before = digestOf(znode);
            znode.pzxid = zxid;
            replace(before, 0);
        }
    }

    private void redigest(Directory directory, int pathLength) {
        if (options.digest()) {
            Znodes.unpack(directory, parentZnode);
            parentZnode.pathBytes = utf8.bytes;
            parentZnode.pathOffset = 0;
            parentZnode.pathLength = pathLength;
            long now = digester.of(parentZnode);
            digest += now - (directory.digest & UNSIGNED);
            directory.digest = (int) now;
        }
    }

    private long digestOf(ZnodeRecord record) {
        return options.digest() ? digester.of(record) : 0;
    }

    /** Of the znode at the place, which is unpacked in {@code znode}. */
    private long digestAtPlace() {
        return names.node() instanceof Directory directory
                ? directory.digest & UNSIGNED
                : digestOf(znode);
    }

    private List<Acl> aclOf(Object parent) {
        Znodes.unpack(parent, parentZnode);
        return acls.list(parentZnode.aclKey);
    }

    /** The znode at the place, whose path is the first {@code length} bytes of {@code utf8}. */
    private void read(ZnodeRecord into, int length) {
        read(into, utf8.bytes, 0, length);
    }

    private void read(ZnodeRecord into, byte[] path, int offset, int length) {
        Znodes.unpack(names.node(), into);
        into.pathBytes = path;
        into.pathOffset = offset;
        into.pathLength = length;
    }

    private static String parentPath(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    private static void setData(ZnodeRecord into, byte[] data) {
        into.dataBytes = data;
        into.dataOffset = 0;
        into.dataLength = data == null ? -1 : data.length;
    }

    private static void clear(ZnodeRecord into, byte[] path, int pathLength) {
        into.pathBytes = path;
        into.pathOffset = 0;
        into.pathLength = pathLength;
        into.czxid = 0;
        into.mzxid = 0;
        into.pzxid = 0;
        into.ctime = 0;
        into.mtime = 0;
        into.version = 0;
        into.cversion = 0;
        into.aversion = 0;
        into.ephemeralOwner = 0;
        into.aclKey = AclTable.OPEN_KEY;
        setData(into, EMPTY);
    }
}
