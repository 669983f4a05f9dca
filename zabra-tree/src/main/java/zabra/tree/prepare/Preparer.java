package zabra.tree.prepare;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;
import zabra.protocol.Paths;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.tree.DataTree;
import zabra.tree.acl.Acls;

/**
 * Turns requests into transactions, against the tree and what is prepared but not yet applied.
 * Replica thread only.
 *
 * <p>Every transaction it gives must be logged at the zxid it was prepared for, and applied in
 * order, unless {@link #reset} is called. A transaction that could not be read back, because it is
 * larger than {@link PrepareOptions#txnBytesMax}, is refused with MARSHALLINGERROR; closing a
 * session is never refused for its size, it lists fewer paths.
 */
public final class Preparer {
    private final SessionCheck sessions;
    private final PrepareOptions options;
    private final PendingTree tree;
    private final ZnodeWrites writes;
    private final TxnSize sizes;
    private final QuotaCheck quotas;
    private final JuteReader in = new JuteReader();

    public Preparer(DataTree tree, SessionCheck sessions, Acls acls, PrepareOptions options) {
        this.sessions = sessions;
        this.options = options;
        this.tree = new PendingTree(tree, options.extendedTypes(), options.digest());
        this.sizes = new TxnSize(options.txnBytesMax());
        this.quotas = new QuotaCheck(tree, options.enforceQuota());
        this.writes =
                new ZnodeWrites(this.tree, sessions, acls, quotas, sizes, options.extendedTypes());
    }

    /**
     * Checks the request and makes its transaction at {@code zxid}, remembering its effect until
     * {@link #applied}. A refused write of a client that consumes a zxid gives a {@code
     * Txn.Failed}; a refused request of the server itself consumes none.
     *
     * @param nowMillis the wall clock
     * @throws IllegalStateException where the request is no write
     */
    public Prepared prepare(WriteRequest request, long zxid, long nowMillis) {
        in.wrap(request.body(), 0, request.body().length);
        tree.begin(zxid, nowMillis);
        Txn txn;
        try {
            txn = txn(request, nowMillis);
        } catch (MarshallingException e) {
            if (request.op() != OpCode.MULTI) {
                return Prepared.refused(ErrorCode.MARSHALLINGERROR);
            }
            txn = Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        boolean failed = txn instanceof Txn.Failed;
        if (txn instanceof Txn.Failed(int error)
                && (error == ErrorCode.SESSIONMOVED.code() || request.attachment() == null)) {
            return Prepared.refused(ErrorCode.of(error));
        }
        tree.prepared(zxid);
        TxnHeader header =
                new TxnHeader(
                        request.sessionId(), request.cxid(), zxid, nowMillis, txn.op().code());
        boolean hasDigest = options.digest() && !failed;
        return new Prepared(
                new LoggedTxn(header, txn, hasDigest, hasDigest ? tree.digest() : 0), null, failed);
    }

    private Txn txn(WriteRequest request, long nowMillis) {
        return switch (request.op()) {
            case CREATE,
                    CREATE2,
                    CREATE_CONTAINER,
                    CREATE_TTL,
                    DELETE,
                    DELETE_CONTAINER,
                    SET_DATA,
                    SET_ACL -> {
                WriteOp op = WriteOp.read(request.op(), in);
                writes.begin(request, nowMillis);
                yield writes.write(op);
            }
            case MULTI -> multi(request, nowMillis);
            case RECONFIG -> reconfig(request);
            case CREATE_SESSION -> new Txn.CreateSession(in.readInt());
            case CLOSE_SESSION -> closeSession(request);
            default -> throw new IllegalStateException(request.op() + " is no write");
        };
    }

    private Txn multi(WriteRequest request, long nowMillis) {
        List<WriteOp> ops = MultiRequest.read(in);
        writes.begin(request, nowMillis);
        List<Txn> parts = new ArrayList<>(ops.size());
        tree.mark();
        boolean failed = false;
        for (WriteOp op : ops) {
            if (failed) {
                parts.add(Failures.of(ErrorCode.RUNTIMEINCONSISTENCY));
                continue;
            }
            Txn part = writes.write(op);
            parts.add(part);
            if (part instanceof Txn.Failed(int error)) {
                failed = true;
                if (error == ErrorCode.SESSIONMOVED.code()) {
                    tree.rollback();
                    return part;
                }
            }
        }
        Txn multi = new Txn.Multi(parts);
        if (!sizes.fits(multi)) {
            tree.rollback();
            return Failures.of(ErrorCode.MARSHALLINGERROR);
        }
        if (failed) {
            tree.rollback();
        } else {
            tree.keep();
        }
        return multi;
    }

    /** A server that stands alone has no membership to change. */
    private Txn reconfig(WriteRequest request) {
        in.readString();
        in.readString();
        in.readString();
        in.readLong();
        if (!options.reconfig()) {
            return Failures.of(ErrorCode.RECONFIGDISABLED);
        }
        ErrorCode refusal = sessions.check(request.sessionId(), request.attachment());
        return Failures.of(refusal == ErrorCode.OK ? ErrorCode.UNIMPLEMENTED : refusal);
    }

    private Txn closeSession(WriteRequest request) {
        ErrorCode refusal = sessions.check(request.sessionId(), request.attachment());
        if (refusal != ErrorCode.OK) {
            return Failures.of(refusal);
        }
        sessions.setClosing(request.sessionId());
        List<String> paths = tree.ephemerals(request.sessionId());
        for (String path : paths) {
            PendingZnode znode = tree.find(path);
            tree.delete(tree.find(Paths.parent(path)), znode);
        }
        if (!options.closeSessionPaths()) {
            return new Txn.CloseSession(null);
        }
        Txn txn = new Txn.CloseSession(paths);
        // Applying deletes every ephemeral of the session, listed or not.
        return sizes.fits(txn) ? txn : new Txn.CloseSession(first(paths));
    }

    /** As many of the paths as are sure to fit. */
    private List<String> first(List<String> paths) {
        long bytes = 4;
        int count = 0;
        for (String path : paths) {
            bytes += 4 + 3L * path.length();
            if (bytes > sizes.recordBytesMax()) {
                break;
            }
            count++;
        }
        return List.copyOf(paths.subList(0, count));
    }

    /**
     * Whether there is memory for more. Where there is none, what would make the tree larger is
     * refused with QUOTAEXCEEDED, as if the whole tree had a hard quota.
     */
    public void setFull(boolean full) {
        quotas.setFull(full);
    }

    /** All up to {@code zxid} are applied to the tree: what was remembered of them is dropped. */
    public void applied(long zxid) {
        tree.applied(zxid);
    }

    /** Forgets everything not applied: it will never be (leadership lost). */
    public void reset() {
        tree.reset();
    }

    /** How many znodes are remembered because a change of them is not applied. */
    int pendingZnodes() {
        return tree.size();
    }
}
