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
    private final ZnodeDigest digester = new ZnodeDigest();
    private final ZnodeRecord scratch = new ZnodeRecord();
    private long digest;

    final Namespace names;
    final Znodes znodes;
    final AclTable acls = new AclTable();

    /** One that holds a root as it is at zxid 0. */
    ZnodeStore(TreeOptions options, ChunkLayout layout, long hashSeed) {
        this.options = options;
        Znodes.clear(scratch, ROOT_NAME, 0);
        digest = digestOf(scratch);
        names = new Namespace(layout, hashSeed, scratch, (int) digest);
        znodes = names.znodes();
    }

    long digest() {
        return digest;
    }

    int znodeCount() {
        return 1 + names.root().descendants;
    }

    long dataSize() {
        ZnodeRecord record = new ZnodeRecord();
        znodes.unpack(names.find(ROOT_NAME, 0, 0), record);
        return names.pathBytes() + names.root().bytesBelow + Math.max(0, record.dataLength);
    }

    /** Unpacks the znode at the place, whose path is that slice. */
    void read(ZnodeRecord into, byte[] path, int offset, int length) {
        znodes.unpack(names.node(), into);
        into.pathBytes = path;
        into.pathOffset = offset;
        into.pathLength = length;
    }

    /** The ACL of the znode at the place. */
    List<Acl> aclAtPlace() {
        znodes.unpack(names.node(), scratch);
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
        Directory parent = names.own();
        if (parent == null) {
            read(scratch, path, from, parentLength);
            parent = names.open(scratch, znodes.digest(names.node()));
        }
        acls.retain((int) child.aclKey);
        long added = digestOf(child);
        names.add(child, from + parentLength + 1, (int) added);
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
        digest += now - znodes.digest(names.node());
        names.replace(znode, (int) now, moreData);
    }

    /** Removes the childless znode at the place, which moves to its parent. */
    void remove(ZnodeRecord leaf) {
        digest -= znodes.digest(names.node());
        acls.release(leaf.aclKey);
        names.remove(leaf.pathLength, Math.max(0, leaf.dataLength));
        int parent = names.node();
        if (znodes.childCount(parent) == 0 && !names.atRoot()) {
            znodes.unpack(parent, scratch);
            names.close(scratch, (int) znodes.digest(parent));
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
        Directory directory = names.own();
        if (directory != null) {
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
            read(scratch, path, 0, pathLength);
            long now = digester.of(scratch);
            digest += now - Integer.toUnsignedLong(directory.digest);
            directory.digest = (int) now;
        }
    }

    private long digestOf(ZnodeRecord record) {
        return options.digest() ? digester.of(record) : 0;
    }
}
