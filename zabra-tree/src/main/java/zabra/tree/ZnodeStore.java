package zabra.tree;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * The znodes, the ACLs they use, and the digest of them all, kept in step: every change of a znode
 * goes through here, at the place where {@link #names} stands.
 */
final class ZnodeStore {
    private static final byte[] ROOT_NAME = {};

    private final TreeOptions options;
    private final ZnodePacking packing = new ZnodePacking();
    private final ZnodeDigest digester = new ZnodeDigest();
    private final ZnodeRecord scratch = new ZnodeRecord();
    private long digest;

    final Namespace names;
    final AclTable acls = new AclTable();

    /** One that holds a root as it is at zxid 0. */
    ZnodeStore(TreeOptions options, long hashSeed) {
        this.options = options;
        Znodes.clear(scratch, ROOT_NAME, 0);
        digest = digestOf(scratch);
        names = new Namespace(hashSeed, packing.pack(ROOT_NAME, 0, 0, scratch, (int) digest));
        names.root().digest = (int) digest;
    }

    long digest() {
        return digest;
    }

    int znodeCount() {
        return 1 + names.root().descendants;
    }

    long dataSize() {
        Directory root = names.root();
        ZnodeRecord record = new ZnodeRecord();
        Znodes.unpack(root, record);
        return names.pathBytes() + root.bytesBelow + Math.max(0, record.dataLength);
    }

    /** Unpacks the znode at the place, whose path is that slice. */
    void read(ZnodeRecord into, byte[] path, int offset, int length) {
        Znodes.unpack(names.node(), into);
        into.pathBytes = path;
        into.pathOffset = offset;
        into.pathLength = length;
    }

    /** The ACL of the znode at the place. */
    List<Acl> aclAtPlace() {
        Znodes.unpack(names.node(), scratch);
        return acls.list(scratch.aclKey);
    }

    /**
     * Adds a znode below the one at the place, directly after a {@link Namespace#step} that did not
     * find it. Its ACL, which is interned, gains a use.
     *
     * @param parentLength of the parent's path, which the child's begins with
     * @return the parent, where the place stays
     */
    Directory insert(ZnodeRecord child, int parentLength) {
        byte[] path = child.pathBytes;
        int from = child.pathOffset;
        Directory parent;
        if (names.node() instanceof Directory) {
            parent = names.own();
        } else {
            read(scratch, path, from, parentLength);
            parent = names.open(scratch, Znodes.digest(names.node()));
        }
        acls.retain((int) child.aclKey);
        int to = from + child.pathLength;
        long added = digestOf(child);
        byte[] leaf = packing.pack(path, from + parentLength + 1, to, child, (int) added);
        names.add(leaf, child.pathLength, Math.max(0, child.dataLength));
        digest += added;
        return parent;
    }

    /**
     * Packs {@code znode} into the place; of a directory all but cversion and pzxid.
     *
     * @param moreData how much longer its data is than before
     */
    void replace(ZnodeRecord znode, int moreData) {
        long now = digestOf(znode);
        digest += now - Znodes.digest(names.node());
        byte[] packed = Slots.packed(names.node());
        int nameFrom = ZnodePacking.nameFrom(packed);
        int nameTo = ZnodePacking.nameTo(packed);
        names.replace(packing.pack(packed, nameFrom, nameTo, znode, (int) now), moreData);
        if (names.node() instanceof Directory directory) {
            directory.digest = (int) now;
        }
    }

    /** Removes the childless znode at the place, which moves to its parent. */
    void remove(ZnodeRecord leaf) {
        digest -= Znodes.digest(names.node());
        acls.release(leaf.aclKey);
        names.remove(leaf.pathLength, Math.max(0, leaf.dataLength));
        Object parent = names.node();
        if (Znodes.childCount(parent) == 0 && !names.atRoot()) {
            byte[] packed = Slots.packed(parent);
            int nameFrom = ZnodePacking.nameFrom(packed);
            int nameTo = ZnodePacking.nameTo(packed);
            Znodes.unpack(parent, scratch);
            int unchanged = (int) Znodes.digest(parent);
            names.close(packing.pack(packed, nameFrom, nameTo, scratch, unchanged));
        }
    }

    /** A child was created: counts in the parent's cversion and pzxid where that is news. */
    void raiseCversion(Directory parent, byte[] path, int pathLength, int cversion, long zxid) {
        if (cversion > parent.cversion) {
            parent.cversion = cversion;
            parent.pzxid = zxid;
            redigest(parent, path, pathLength);
        }
    }

    /** A child of the znode at the place was deleted. */
    void raisePzxid(byte[] path, int pathLength, long zxid) {
        if (names.node() instanceof Directory) {
            Directory directory = names.own();
            if (zxid > directory.pzxid) {
                directory.pzxid = zxid;
                redigest(directory, path, pathLength);
            }
            return;
        }
        read(scratch, path, 0, pathLength);
        if (zxid > scratch.pzxid) {
            scratch.pzxid = zxid;
            replace(scratch, 0);
        }
    }

    private void redigest(Directory directory, byte[] path, int pathLength) {
        if (options.digest()) {
            Znodes.unpack(directory, scratch);
            scratch.pathBytes = path;
            scratch.pathOffset = 0;
            scratch.pathLength = pathLength;
            long now = digester.of(scratch);
            digest += now - Znodes.digest(directory);
            directory.digest = (int) now;
        }
    }

    private long digestOf(ZnodeRecord record) {
        return options.digest() ? digester.of(record) : 0;
    }
}
