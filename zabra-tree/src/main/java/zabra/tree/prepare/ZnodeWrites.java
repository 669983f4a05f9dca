package zabra.tree.prepare;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.EphemeralOwner;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.protocol.Paths;
import zabra.protocol.txn.Txn;
import zabra.tree.acl.Acls;

/**
 * The rules of each write, in the order in which they refuse. What passes is done to the pending
 * tree and given back as a transaction; what does not is a {@link Txn.Failed}, and nothing is done.
 */
final class ZnodeWrites {
    private final PendingTree tree;
    private final SessionCheck sessions;
    private final Acls acls;
    private final QuotaCheck quotas;
    private final TxnSize sizes;
    private final boolean extendedTypes;

    private WriteRequest request;
    private long timeMillis;
    private boolean inMulti;

    ZnodeWrites(
            PendingTree tree,
            SessionCheck sessions,
            Acls acls,
            QuotaCheck quotas,
            TxnSize sizes,
            boolean extendedTypes) {
        this.tree = tree;
        this.sessions = sessions;
        this.acls = acls;
        this.quotas = quotas;
        this.sizes = sizes;
        this.extendedTypes = extendedTypes;
    }

    /** What follows is asked by {@code request}. */
    void begin(WriteRequest request, long timeMillis) {
        this.request = request;
        this.timeMillis = timeMillis;
        this.inMulti = request.op() == OpCode.MULTI;
    }

    Txn write(WriteOp op) {
        return switch (op) {
            case WriteOp.Create create -> create(create);
            case WriteOp.Delete delete -> delete(delete);
            case WriteOp.DeleteContainer delete -> deleteContainer(delete);
            case WriteOp.SetData setData -> setData(setData);
            case WriteOp.SetAcl setAcl -> setAcl(setAcl);
            case WriteOp.Check check -> check(check);
        };
    }

    private Txn create(WriteOp.Create op) {
        ErrorCode refusal = mode(op);
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        OpCode kind = kind(op);
        boolean ephemeral =
                (kind == OpCode.CREATE || kind == OpCode.CREATE2)
                        && CreateMode.isEphemeral(op.flags());
        refusal =
                ephemeral
                        ? sessions.checkOwner(request.sessionId(), request.attachment())
                        : sessions.check(request.sessionId(), request.attachment());
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        if (op.path() == null) {
            return Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        if (!Paths.isSplittable(op.path())) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        List<Acl> acl = acls.normalize(op.acl(), request.identities());
        if (acl == null) {
            return Failures.of(badAcl(op.acl()));
        }
        PendingZnode parent = tree.find(Paths.parent(op.path()));
        if (parent == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (!acls.allows(parent.acl, Acl.CREATE, request.identities())) {
            return Failures.of(ErrorCode.NOAUTH);
        }
        String path =
                CreateMode.isSequential(op.flags())
                        ? SequenceName.of(op.path(), parent.row.cversion)
                        : op.path();
        if (!Paths.isValid(path)) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        if (tree.exists(path)) {
            return Failures.of(ErrorCode.NODEEXISTS);
        }
        if (tree.session(parent) != 0) {
            return Failures.of(ErrorCode.NOCHILDRENFOREPHEMERALS);
        }
        byte[] data = op.data();
        if (!quotas.allowsCreate(path, data == null ? 0 : data.length)) {
            return Failures.of(ErrorCode.QUOTAEXCEEDED);
        }
        int cversion = parent.row.cversion + 1;
        Txn txn =
                switch (kind) {
                    case CREATE_CONTAINER -> new Txn.CreateContainer(path, data, acl, cversion);
                    case CREATE_TTL -> new Txn.CreateTtl(path, data, acl, cversion, op.ttlMillis());
                    default -> new Txn.Create(kind, path, data, acl, ephemeral, cversion);
                };
        if (!inMulti && !sizes.fits(txn)) {
            return Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        long owner =
                switch (kind) {
                    case CREATE_CONTAINER -> EphemeralOwner.CONTAINER;
                    case CREATE_TTL -> EphemeralOwner.ofTtl(op.ttlMillis());
                    default -> ephemeral ? request.sessionId() : 0;
                };
        tree.create(parent, path, data, acl, owner);
        return txn;
    }

    /** Whether flags and time to live go together; a multi, which looked at some, is laxer. */
    private ErrorCode mode(WriteOp.Create op) {
        int flags = op.flags();
        if (!CreateMode.isKnown(flags)) {
            return ErrorCode.BADARGUMENTS;
        }
        boolean ttlOp = op.op() == OpCode.CREATE_TTL;
        if (!CreateMode.isTtl(flags)) {
            return ttlOp && !inMulti ? ErrorCode.BADARGUMENTS : ErrorCode.OK;
        }
        if (!extendedTypes) {
            return ErrorCode.UNIMPLEMENTED;
        }
        boolean inRange = op.ttlMillis() > 0 && op.ttlMillis() <= EphemeralOwner.TTL_MAX_MILLIS;
        return ttlOp && inRange ? ErrorCode.OK : ErrorCode.BADARGUMENTS;
    }

    /** The kind of znode and of result: alone the op decides, in a multi the flags do, too. */
    private OpCode kind(WriteOp.Create op) {
        if (!inMulti || op.op() == OpCode.CREATE_CONTAINER || CreateMode.isTtl(op.flags())) {
            return op.op();
        }
        if (CreateMode.isContainer(op.flags())) {
            return OpCode.CREATE_CONTAINER;
        }
        return op.op() == OpCode.CREATE_TTL ? OpCode.CREATE : op.op();
    }

    private Txn delete(WriteOp.Delete op) {
        ErrorCode refusal = sessions.check(request.sessionId(), request.attachment());
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        if (op.path() == null) {
            return Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        if (!isDeletable(op.path())) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        PendingZnode parent = tree.find(Paths.parent(op.path()));
        if (parent == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (!acls.allows(parent.acl, Acl.DELETE, request.identities())) {
            return Failures.of(ErrorCode.NOAUTH);
        }
        PendingZnode znode = tree.find(op.path());
        if (znode == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (isOtherVersion(op.version(), znode.row.version)) {
            return Failures.of(ErrorCode.BADVERSION);
        }
        if (znode.childCount > 0) {
            return Failures.of(ErrorCode.NOTEMPTY);
        }
        tree.delete(parent, znode);
        return new Txn.Delete(OpCode.DELETE, op.path());
    }

    /**
     * Asked by the server itself, on what it saw some time ago: the znode may have changed since.
     */
    private Txn deleteContainer(WriteOp.DeleteContainer op) {
        if (request.attachment() != null) {
            return Failures.of(ErrorCode.NOAUTH);
        }
        if (op.path() == null || !isDeletable(op.path())) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        PendingZnode parent = tree.find(Paths.parent(op.path()));
        PendingZnode znode = tree.find(op.path());
        if (parent == null || znode == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (znode.childCount > 0) {
            return Failures.of(ErrorCode.NOTEMPTY);
        }
        if (!isReapable(znode)) {
            return Failures.of(ErrorCode.BADVERSION);
        }
        tree.delete(parent, znode);
        return new Txn.Delete(OpCode.DELETE_CONTAINER, op.path());
    }

    private boolean isReapable(PendingZnode znode) {
        long owner = znode.row.ephemeralOwner;
        if (EphemeralOwner.isTtl(owner, extendedTypes)) {
            return timeMillis - znode.row.mtime > EphemeralOwner.ttlMillis(owner);
        }
        return owner == EphemeralOwner.CONTAINER;
    }

    private Txn setData(WriteOp.SetData op) {
        ErrorCode refusal = sessions.check(request.sessionId(), request.attachment());
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        if (!Paths.isValid(op.path())) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        PendingZnode znode = tree.find(op.path());
        if (znode == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (!acls.allows(znode.acl, Acl.WRITE, request.identities())) {
            return Failures.of(ErrorCode.NOAUTH);
        }
        int length = op.data() == null ? 0 : op.data().length;
        if (!quotas.allowsSetData(op.path(), length - znode.dataLength())) {
            return Failures.of(ErrorCode.QUOTAEXCEEDED);
        }
        if (isOtherVersion(op.version(), znode.row.version)) {
            return Failures.of(ErrorCode.BADVERSION);
        }
        int version = znode.row.version + 1;
        Txn txn = new Txn.SetData(OpCode.SET_DATA, op.path(), op.data(), version);
        if (!inMulti && !sizes.fits(txn)) {
            return Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        tree.setData(znode, op.data(), version);
        return txn;
    }

    private Txn setAcl(WriteOp.SetAcl op) {
        ErrorCode refusal = sessions.check(request.sessionId(), request.attachment());
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        if (!Paths.isValid(op.path())) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        List<Acl> acl = acls.normalize(op.acl(), request.identities());
        if (acl == null) {
            return Failures.of(badAcl(op.acl()));
        }
        PendingZnode znode = tree.find(op.path());
        if (znode == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (!acls.allows(znode.acl, Acl.ADMIN, request.identities())) {
            return Failures.of(ErrorCode.NOAUTH);
        }
        if (isOtherVersion(op.version(), znode.row.aversion)) {
            return Failures.of(ErrorCode.BADVERSION);
        }
        int aversion = znode.row.aversion + 1;
        Txn txn = new Txn.SetAcl(op.path(), acl, aversion);
        if (!sizes.fits(txn)) {
            return Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        tree.setAcl(znode, acl, aversion);
        return txn;
    }

    private Txn check(WriteOp.Check op) {
        ErrorCode refusal = sessions.check(request.sessionId(), request.attachment());
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        if (!Paths.isValid(op.path())) {
            return Failures.of(ErrorCode.BADARGUMENTS);
        }
        PendingZnode znode = tree.find(op.path());
        if (znode == null) {
            return Failures.of(ErrorCode.NONODE);
        }
        if (!acls.allows(znode.acl, Acl.READ, request.identities())) {
            return Failures.of(ErrorCode.NOAUTH);
        }
        if (isOtherVersion(op.version(), znode.row.version)) {
            return Failures.of(ErrorCode.BADVERSION);
        }
        // As every other change, the log tells the version after it, though this one changes
        // nothing.
        return new Txn.Check(op.path(), znode.row.version + 1);
    }

    private static boolean isOtherVersion(int expected, int actual) {
        return expected != -1 && expected != actual;
    }

    private static boolean isDeletable(String path) {
        return Paths.isSplittable(path)
                && switch (path) {
                    case "/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config" -> false;
                    default -> true;
                };
    }

    /** An id that is not there at all is no ACL at all. */
    private ErrorCode badAcl(List<Acl> asked) {
        if (asked != null) {
            for (Acl acl : asked) {
                if (acl.id().id() == null
                        && ("world".equals(acl.id().scheme())
                                || acls.provider(acl.id().scheme()) != null)) {
                    return ErrorCode.MARSHALLINGERROR;
                }
            }
        }
        return ErrorCode.INVALIDACL;
    }
}
