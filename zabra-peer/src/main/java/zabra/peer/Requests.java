package zabra.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import zabra.consensus.Consensus;
import zabra.consensus.zab.Link;
import zabra.peer.ensemble.MemberOptions;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.protocol.txn.TxnHeader;
import zabra.tree.DataTree;
import zabra.tree.prepare.EphemeralWish;
import zabra.tree.prepare.Prepared;
import zabra.tree.prepare.Preparer;
import zabra.tree.prepare.WriteRequest;

/**
 * Takes requests in: makes transactions of them where this server is primary, passes them on where
 * it follows one. Replica thread only.
 */
final class Requests {
    private static final List<Id> SERVER_ITSELF = List.of(new Id("super", ""));
    private static final byte[] NO_BODY = new byte[0];
    private static final int READ_ONLY_AFTER_MILLIS_MIN = 2000;

    private final DataTree tree;
    private final Preparer preparer;
    private final Consensus consensus;
    private final Sessions sessions;
    private final Answers answers;
    private final Barriers barriers;
    private final Uplink uplink;
    private final MemberOptions clients;
    private final Clock clock;
    private final PeerOptions options;
    private final JuteWriter txnBytes = new JuteWriter(4096);

    /** Opened while nobody was served: they wait a little for that to change. */
    private final ArrayDeque<Inbound.OpenSession> early = new ArrayDeque<>();

    private final ArrayDeque<Long> earlyUntil = new ArrayDeque<>();

    /** When clients may read though there is no quorum. */
    private volatile boolean full;

    private long readOnlyAtMillis = Long.MAX_VALUE;

    /** Changed by the replica thread, read by any. */
    private volatile Mode mode;

    private LoggedTxn prepared;
    private long nowMillis;

    /**
     * @param uplink null in a server that stands alone
     * @param clients how a member of an ensemble treats clients
     */
    Requests(
            DataTree tree,
            Preparer preparer,
            Consensus consensus,
            Sessions sessions,
            Answers answers,
            Barriers barriers,
            Uplink uplink,
            MemberOptions clients,
            Clock clock,
            PeerOptions options) {
        this.tree = tree;
        this.preparer = preparer;
        this.consensus = consensus;
        this.sessions = sessions;
        this.answers = answers;
        this.barriers = barriers;
        this.uplink = uplink;
        this.clients = clients;
        this.clock = clock;
        this.options = options;
        this.mode = uplink == null ? Mode.PRIMARY : Mode.IDLE;
    }

    Mode mode() {
        return mode;
    }

    /** The time of the turn that begins, monotonic. */
    void time(long now) {
        nowMillis = now;
        if (mode == Mode.IDLE && now >= readOnlyAtMillis) {
            mode = Mode.READ_ONLY;
            admitEarly();
        }
        while (!early.isEmpty() && earlyUntil.getFirst() <= now) {
            earlyUntil.removeFirst();
            sessions.turnAway(early.removeFirst());
        }
    }

    /** This server leads, or follows, an established epoch from now on. */
    void serve(Mode serving) {
        if (mode == Mode.READ_ONLY) {
            // Theirs were sessions to read, of this server alone: they come again for real ones.
            stopServing();
        }
        boolean held = mode == Mode.HOLDING;
        mode = serving;
        if (serving == Mode.PRIMARY) {
            preparer.reset();
            sessions.takeCharge();
            closeOrphans();
        }
        readOnlyAtMillis = Long.MAX_VALUE;
        if (held) {
            goOn();
        }
        admitEarly();
    }

    /** What was held takes the way it would take now, in the order in which it came. */
    private void goOn() {
        sessions.arrivals().creating().forEach(this::create);
        sessions.arrivals().takeRevalidating().forEach(this::open);
        for (Pending held : answers.takePending()) {
            if (held.refusal() != null) {
                answers.add(held);
            } else {
                request(held.request());
            }
        }
    }

    private void admitEarly() {
        earlyUntil.clear();
        for (int waiting = early.size(); waiting > 0; waiting--) {
            open(early.removeFirst());
        }
    }

    /**
     * Another leader takes over. What has not become a transaction by now has reached nobody: it
     * waits, and so does what comes.
     */
    void hold() {
        mode = Mode.HOLDING;
        barriers.abandon();
    }

    /** Accepts no more; what was accepted is still answered. */
    void leave() {
        mode = Mode.LEAVING;
    }

    /** Serves nobody: every client is let go, none learns what became of what it had asked. */
    void stopServing() {
        mode = Mode.IDLE;
        readOnlyAtMillis = Long.MAX_VALUE;
        barriers.abandon();
        answers.abandon();
        sessions.letGo();
    }

    /** No leader is known from now on: clients may read, after a while, if that is allowed. */
    void lookForLeader() {
        if (clients.readOnly()) {
            readOnlyAtMillis =
                    nowMillis + Math.max(READ_ONLY_AFTER_MILLIS_MIN, options.tickMillis());
        }
    }

    // ---- clients

    void request(Inbound.Request request) {
        Route route = Route.of(request.op());
        if (mode == Mode.IDLE || mode == Mode.LEAVING) {
            answers.add(Pending.refused(request, ErrorCode.SESSIONMOVED));
        } else if (request.op() == OpCode.CLOSE_SESSION && sessions.isLocal(request.sessionId())) {
            sessions.closedLocal(request.sessionId());
            answers.add(Pending.refused(request, ErrorCode.OK));
        } else if (mode == Mode.READ_ONLY && route != Route.READ && route != Route.UNKNOWN) {
            answers.add(Pending.refused(request, ErrorCode.NOTREADONLY));
        } else if (options.throttledOpWaitMillis() > 0
                && request.op() != OpCode.CLOSE_SESSION
                && nowMillis - request.receivedMillis() > options.throttledOpWaitMillis()) {
            answers.add(Pending.refused(request, ErrorCode.THROTTLEDOP));
        } else if (route == Route.UNKNOWN) {
            answers.add(Pending.refused(request, ErrorCode.UNIMPLEMENTED));
        } else if (request.op() == OpCode.SYNC) {
            sync(request);
        } else if (route == Route.READ) {
            answers.add(Pending.read(request));
        } else if (isRefusedLocal(request)) {
            answers.add(Pending.refused(request, ErrorCode.EPHEMERALONLOCALSESSION));
        } else if (mode == Mode.PRIMARY && consensus.isPrimary()) {
            write(request);
        } else {
            // With a leader that is about to hand over, and between two, it is only held.
            answers.add(Pending.forwarded(request));
            if (mode == Mode.LEARNER) {
                forward(request);
            }
        }
    }

    /**
     * A session that only this server knows can own no ephemeral: it becomes the ensemble's first.
     *
     * @return whether it must not. A multi is left to the leader, which refuses part by part
     */
    private boolean isRefusedLocal(Inbound.Request request) {
        if (!sessions.isLocal(request.sessionId())
                || !EphemeralWish.isIn(request.op(), request.body())) {
            return false;
        }
        if (!clients.upgrading()) {
            return request.op() != OpCode.MULTI;
        }
        create(request.sessionId(), sessions.upgrade(request.sessionId(), request.connection()));
        return false;
    }

    private void sync(Inbound.Request request) {
        Pending sync = Pending.sync(request);
        answers.add(sync);
        if (mode == Mode.LEARNER) {
            forward(request);
        } else if (mode == Mode.PRIMARY && consensus.isPrimary()) {
            barriers.add(sync, answers.appended(), consensus);
        }
    }

    private void forward(Inbound.Request request) {
        uplink.toLeader(
                new QuorumMessage.Request(
                        request.sessionId(),
                        request.xid(),
                        request.op().code(),
                        request.body(),
                        request.identities()));
    }

    private void write(Inbound.Request request) {
        Prepared made =
                prepare(
                        new WriteRequest(
                                request.sessionId(),
                                request.connection(),
                                request.xid(),
                                request.op(),
                                request.body(),
                                request.identities()));
        if (made.txn() == null) {
            answers.add(Pending.refused(request, made.refusal()));
        } else {
            request.forgetBody();
            answers.add(Pending.proposed(request, made.txn().header().zxid()));
            propose(made.txn());
        }
    }

    /** See {@link Replica#setFull}. Any thread. */
    void setFull(boolean isFull) {
        full = isFull;
    }

    private Prepared prepare(WriteRequest request) {
        preparer.setFull(full);
        return preparer.prepare(request, consensus.nextZxid(), clock.wallMillis());
    }

    private void propose(LoggedTxn txn) {
        txnBytes.clear();
        txn.write(txnBytes);
        prepared = txn;
        consensus.propose(txn.header().zxid(), txnBytes.toByteArray());
        prepared = null;
    }

    /** The form of a transaction that is being appended. */
    Logged logged(long zxid, byte[] bytes) {
        return prepared != null && prepared.header().zxid() == zxid
                ? Logged.prepared(prepared)
                : Logged.received(zxid, bytes);
    }

    void open(Inbound.OpenSession open) {
        if (mode == Mode.IDLE || mode == Mode.LEAVING || mode == Mode.HOLDING) {
            early.add(open);
            earlyUntil.add(nowMillis + options.tickMillis());
            return;
        }
        switch (sessions.open(open, mode)) {
            case CREATE -> create(open.connection().sessionId(), open.timeoutMillis());
            case VALIDATE ->
                    uplink.toLeader(
                            new QuorumMessage.Revalidate(open.sessionId(), open.timeoutMillis()));
            case ANSWERED -> {}
        }
    }

    private void create(long sessionId, int timeoutMillis) {
        // Where another leader takes over before it is created, it is asked for again.
        sessions.arrivals().creating(sessionId, timeoutMillis);
        byte[] body = new JuteWriter(4).writeInt(timeoutMillis).toByteArray();
        if (mode == Mode.LEARNER) {
            uplink.toLeader(
                    new QuorumMessage.Request(
                            sessionId, 0, OpCode.CREATE_SESSION.code(), body, null));
        } else if (mode == Mode.PRIMARY) {
            proposeOwn(sessionId, OpCode.CREATE_SESSION, body);
        }
    }

    // ---- learners

    /** A request that a learner passed on. Every one but a sync becomes a transaction. */
    void forwarded(Link learner, QuorumMessage.Request request) {
        OpCode op = OpCode.of(request.opCode());
        if (!consensus.isPrimary()) {
            return;
        }
        if (op == OpCode.SYNC) {
            barriers.add(learner, consensus);
            return;
        }
        if (op == OpCode.CREATE_SESSION) {
            sessions.openedElsewhere(request, learner);
        }
        ErrorCode refusal = ErrorCode.UNIMPLEMENTED;
        if (Route.of(op) == Route.ORDERED || op == OpCode.CREATE_SESSION) {
            Prepared made =
                    prepare(
                            new WriteRequest(
                                    request.sessionId(),
                                    learner,
                                    request.cxid(),
                                    op,
                                    request.body(),
                                    request.authInfo() == null
                                            ? SERVER_ITSELF
                                            : request.authInfo()));
            if (made.txn() != null) {
                propose(made.txn());
                return;
            }
            refusal = made.refusal();
        }
        Txn failed = Txn.Failed.of(refusal);
        TxnHeader header =
                new TxnHeader(
                        request.sessionId(),
                        request.cxid(),
                        consensus.nextZxid(),
                        clock.wallMillis(),
                        failed.op().code());
        propose(new LoggedTxn(header, failed, false, 0));
    }

    // ---- the server's own

    void closeSession(long sessionId) {
        proposeOwn(sessionId, OpCode.CLOSE_SESSION, NO_BODY);
    }

    void deleteContainer(String path) {
        proposeOwn(0, OpCode.DELETE_CONTAINER, new JuteWriter().writeString(path).toByteArray());
    }

    private void proposeOwn(long sessionId, OpCode op, byte[] body) {
        if (!consensus.isPrimary()) {
            return;
        }
        Prepared made = prepare(new WriteRequest(sessionId, null, 0, op, body, SERVER_ITSELF));
        if (made.txn() != null) {
            propose(made.txn());
        }
    }

    /**
     * Ends what is left of sessions that the state no longer knows: ephemerals without a session,
     * as some snapshots of other servers hold them. By ordinary transactions, never by editing the
     * tree.
     */
    void closeOrphans() {
        List<Long> orphans = new ArrayList<>();
        tree.forEachEphemeralOwner((sessionId, _) -> {
            if (!tree.sessions().containsKey(sessionId)) {
                orphans.add(sessionId);
            }
        });
        orphans.sort(null);
        orphans.forEach(this::closeSession);
    }
}
