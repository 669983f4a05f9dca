package zabra.peer;

import zabra.protocol.ErrorCode;
import zabra.protocol.txn.TxnHeader;

/**
 * One accepted request that waits for its answer. Replica thread only.
 *
 * <p>A write waits for its transaction: the leader knows its zxid, a learner recognizes it by
 * session and xid. A sync waits until it is reached. Everything else waits only for what stands
 * before it.
 */
final class Pending {
    private enum Kind {
        WRITE,
        SYNC,
        AT_ONCE
    }

    private static final long UNKNOWN = -1;

    private final Inbound.Request request;
    private final Kind kind;
    private final ErrorCode refusal;

    /** Of a write: its transaction; of a sync: what must be applied before it is answered. */
    private long zxid;

    private boolean reached;

    private Pending(Inbound.Request request, Kind kind, long zxid, ErrorCode refusal) {
        this.request = request;
        this.kind = kind;
        this.zxid = zxid;
        this.refusal = refusal;
    }

    /** A write of which this server made the transaction. */
    static Pending proposed(Inbound.Request request, long zxid) {
        return new Pending(request, Kind.WRITE, zxid, null);
    }

    /** A write that was passed on to the leader. */
    static Pending forwarded(Inbound.Request request) {
        return new Pending(request, Kind.WRITE, UNKNOWN, null);
    }

    static Pending sync(Inbound.Request request) {
        return new Pending(request, Kind.SYNC, UNKNOWN, null);
    }

    /** A read behind its session's own writes. */
    static Pending read(Inbound.Request request) {
        return new Pending(request, Kind.AT_ONCE, UNKNOWN, null);
    }

    /** What is answered by a header alone. OK for what needs nothing to be done. */
    static Pending refused(Inbound.Request request, ErrorCode refusal) {
        return new Pending(request, Kind.AT_ONCE, UNKNOWN, refusal);
    }

    Inbound.Request request() {
        return request;
    }

    /** Null where it was not refused. */
    ErrorCode refusal() {
        return refusal;
    }

    boolean isWrite() {
        return kind == Kind.WRITE;
    }

    boolean isSync() {
        return kind == Kind.SYNC;
    }

    /** The sync is reached: it may be answered once all up to {@code zxid} is applied. */
    void reach(long afterZxid) {
        reached = true;
        zxid = afterZxid;
    }

    boolean isReached() {
        return reached;
    }

    /** Whether it can be answered now, as the first. */
    boolean isReady(long applied) {
        return switch (kind) {
            case WRITE -> false;
            case SYNC -> reached && applied >= zxid;
            case AT_ONCE -> true;
        };
    }

    /** Whether this write became that transaction. */
    boolean became(TxnHeader txn) {
        return kind == Kind.WRITE
                && (zxid == UNKNOWN
                        ? request.sessionId() == txn.sessionId() && request.xid() == txn.cxid()
                        : zxid == txn.zxid());
    }
}
