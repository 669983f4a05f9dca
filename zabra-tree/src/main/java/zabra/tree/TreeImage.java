package zabra.tree;

import java.util.List;
import java.util.Map;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/**
 * The state of one instant. Sessions and ACLs are copies; the znodes are shared with the tree,
 * which never changes again what it has once shown to an image.
 */
final class TreeImage implements StateImage {
    private static final byte[] ROOT_PATH = {};

    private final long lastZxid;
    private final long digest;
    private final long[] sessionIds;
    private final int[] timeouts;
    private final List<List<Acl>> acls;
    private final int aclCount;
    private final NamespaceImage names;

    TreeImage(long lastZxid, Map<Long, Integer> sessions, ZnodeStore store) {
        this.lastZxid = lastZxid;
        digest = store.digest();
        sessionIds = new long[sessions.size()];
        timeouts = new int[sessions.size()];
        int at = 0;
        for (Map.Entry<Long, Integer> session : sessions.entrySet()) {
            sessionIds[at] = session.getKey();
            timeouts[at++] = session.getValue();
        }
        acls = store.acls.copy();
        aclCount = store.acls.count();
        names = store.names.image();
    }

    @Override
    public long lastZxid() {
        return lastZxid;
    }

    @Override
    public long digest() {
        return digest;
    }

    @Override
    public long znodeCount() {
        return 1L + names.znodes().descendants(names.root());
    }

    @Override
    public void accept(StateVisitor visitor) {
        visitor.begin(sessionIds.length, aclCount);
        for (int i = 0; i < sessionIds.length; i++) {
            visitor.session(sessionIds[i], timeouts[i]);
        }
        for (int i = 0; i < acls.size(); i++) {
            if (acls.get(i) != null) {
                visitor.acl(i + 1, acls.get(i));
            }
        }
        TreeWalk walk = new TreeWalk(names.znodes(), names.root(), ROOT_PATH, 0);
        ZnodeRecord record = new ZnodeRecord();
        while (walk.next()) {
            walk.read(record);
            visitor.znode(record);
        }
        visitor.end();
    }
}
