package zabra.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Acl;
import zabra.protocol.Id;
import zabra.protocol.MarshallingException;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/** Builds a fresh state from the pieces of a snapshot, and hands it over when it is whole. */
final class TreeLoader implements StateVisitor {
    /** Takes the whole state. */
    interface Target {
        void loaded(TreeState state, Map<Long, Integer> sessions);
    }

    /**
     * What a znode has whose ACL is not in the table: nobody may do anything. A snapshot taken
     * while writes went on can lack an ACL that came too late for its table; the transaction that
     * brought it is in the log that follows.
     */
    private static final List<Acl> MISSING = List.of(new Acl(0, Id.ANYONE));

    private static final byte[] QUOTA = {
        '/', 'z', 'o', 'o', 'k', 'e', 'e', 'p', 'e', 'r', '/', 'q', 'u', 'o', 't', 'a', '/'
    };

    private final TreeState state;
    private final ZnodeLoader znodes;
    private final Target target;
    private final Map<Long, Integer> sessions = new TreeMap<>();
    private final Map<Long, Integer> aclKeys = new HashMap<>();
    private final List<String> quotaZnodes = new ArrayList<>();
    private boolean ended;

    TreeLoader(TreeState fresh, Target target) {
        this.state = fresh;
        this.znodes = new ZnodeLoader(fresh);
        this.target = target;
    }

    @Override
    public void begin(int sessionCount, int aclCount) {}

    @Override
    public void session(long sessionId, int timeoutMillis) {
        sessions.put(sessionId, timeoutMillis);
    }

    @Override
    public void acl(long key, List<Acl> acl) {
        aclKeys.put(key, state.store.acls.intern(acl));
    }

    @Override
    public void znode(ZnodeRecord record) {
        long fileKey = record.aclKey;
        int fileLength = record.pathLength;
        record.aclKey = aclKey(fileKey);
        if (fileLength == 1 && record.pathBytes[record.pathOffset] == '/') {
            record.pathLength = 0;
        }
        boolean loaded = znodes.load(record);
        record.aclKey = fileKey;
        record.pathLength = fileLength;
        if (!loaded) {
            throw new MarshallingException("znode without a parent: " + record.path());
        }
        if (startsWithQuota(record) && QuotaTable.role(record.path()) != QuotaTable.Role.NONE) {
            quotaZnodes.add(record.path());
        }
    }

    @Override
    public void end() {
        if (ended) {
            throw new IllegalStateException("a state ends once");
        }
        ended = true;
        state.addFixedZnodes();
        state.store.acls.dropUnused();
        for (String path : quotaZnodes) {
            state.quotaUsage().loaded(path);
        }
        target.loaded(state, sessions);
    }

    private int aclKey(long fileKey) {
        if (fileKey == AclTable.OPEN_KEY) {
            return AclTable.OPEN_KEY;
        }
        Integer key = aclKeys.get(fileKey);
        return key == null ? state.store.acls.intern(MISSING) : key;
    }

    private static boolean startsWithQuota(ZnodeRecord record) {
        if (record.pathLength <= QUOTA.length) {
            return false;
        }
        for (int i = QUOTA.length - 1; i >= 0; i--) {
            if (record.pathBytes[record.pathOffset + i] != QUOTA[i]) {
                return false;
            }
        }
        return true;
    }
}
