package zabra.storage;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.snapshot.ZnodeRecord;

/** Looks at nothing: for reading a snapshot only to check it. */
enum Nobody implements StateVisitor {
    INSTANCE;

    @Override
    public void begin(int sessionCount, int aclCount) {}

    @Override
    public void session(long sessionId, int timeoutMillis) {}

    @Override
    public void acl(long key, List<Acl> acl) {}

    @Override
    public void znode(ZnodeRecord record) {}

    @Override
    public void end() {}
}
