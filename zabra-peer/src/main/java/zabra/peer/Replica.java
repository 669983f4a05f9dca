package zabra.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jctools.queues.MpscUnboundedArrayQueue;
import zabra.consensus.Consensus;
import zabra.consensus.Effects;
import zabra.protocol.ErrorCode;
import zabra.protocol.Id;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.tree.Applied;
import zabra.tree.DataTree;
import zabra.tree.prepare.Prepared;
import zabra.tree.prepare.Preparer;
import zabra.tree.prepare.WriteRequest;
import zabra.tree.watch.Watches;

/**
 * The ordered heart of a server: takes requests from its inbox, makes transactions of them, has
 * them agreed on and logged, applies them in order, and answers.
 *
 * <p>One thread (the replica thread) calls {@link #work}; others only {@link #submit}, {@link
 * #durable}, {@link #execute} and {@link #lastZxid}. Each call of {@code work} takes what waits and
 * does each kind of output once: one log batch, one turn under the write side of the tree lock, one
 * wake-up per lane. So the cost per operation falls as load grows.
 *
 * <p>Invariant: {@code pending} holds what was accepted and not answered, in order; the zxids in it
 * are those in {@code (applied, proposed]} without a gap. What carries no zxid (a read, a sync, a
 * refusal) is answered when all before it is.
 */
public final class Replica {
    /** Prepared in one turn: the journal writes them while the next are prepared. */
    private static final int INBOX_BATCH_MAX = 512;

    /** Applied in one turn under the write lock: readers wait so long, and replies to be sent. */
    private static final int APPLY_BATCH_MAX = 256;

    private static final List<Id> SERVER_ITSELF = List.of(new Id("super", ""));

    /** One accepted request (null for the server's own) and what became of it. */
    private record Pending(
            Inbound.Request request, LoggedTxn txn, ErrorCode refusal, boolean wholeRequest) {}

    private final DataTree tree;
    private final TreeLock treeLock;
    private final Watches watches;
    private final Preparer preparer;
    private final Consensus consensus;
    private final Journal journal;
    private final Clock clock;
    private final PeerOptions options;
    private final PeerEvents events;
    private final ReadExecutor reads;
    private final Sessions sessions;
    private final SnapshotSchedule snapshots;
    private final Reaper reaper;
    private final DigestHistory digests = new DigestHistory();

    private final Queue<Inbound> inbox = new MpscUnboundedArrayQueue<>(4096);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>(4096);
    private final JuteWriter txnBytes = new JuteWriter(4096);
    private final ReadScratch scratch = new ReadScratch();
    private final JuteReader bodyReader = new JuteReader();
    private final List<Lane> lanes = new ArrayList<>();
    private long deliverable;
    private long nextTickMillis;

    /** The monotonic clock, read once per batch. */
    private long nowMillis;

    private volatile long lastZxid;
    private volatile boolean parked;
    private Runnable wakeUp = () -> {};

    /** The replica's parts, assembled by {@link Peer}. */
    Replica(
            DataTree tree,
            TreeLock treeLock,
            Watches watches,
            Preparer preparer,
            Function<Effects, Consensus> consensus,
            Journal journal,
            Clock clock,
            PeerOptions options,
            PeerEvents events,
            ReadExecutor reads,
            Sessions sessions,
            SnapshotSchedule snapshots) {
        this.tree = tree;
        this.treeLock = treeLock;
        this.watches = watches;
        this.preparer = preparer;
        this.consensus = consensus.apply(new Execution());
        this.journal = journal;
        this.clock = clock;
        this.options = options;
        this.events = events;
        this.reads = reads;
        this.sessions = sessions;
        this.snapshots = snapshots;
        this.reaper = new Reaper(tree, options, clock.monotonicMillis());
        this.lastZxid = tree.lastZxid();
        this.deliverable = tree.lastZxid();
    }

    // ---- any thread

    /** Queues a message and wakes the replica thread where it sleeps. */
    void submit(Inbound message) {
        inbox.offer(message);
        if (parked) {
            wakeUp.run();
        }
    }

    /** All that was appended to the journal up to {@code zxid} is safe. The log's thread. */
    public void durable(long zxid) {
        submit(new Inbound.Durable(zxid));
    }

    /** Runs {@code action} on the replica thread, between two batches. */
    public void execute(Runnable action) {
        submit(new Inbound.Task(action));
    }

    /** The last applied transaction. */
    public long lastZxid() {
        return lastZxid;
    }

    /** How many messages wait in the inbox, roughly. */
    public int inboxSize() {
        return inbox.size();
    }

    // ---- replica thread

    /**
     * @param wakeUp makes the replica thread return from its sleep; called by any thread
     */
    public void onSleepWakeWith(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /**
     * To be called before the replica thread sleeps; where it returns false, it must not: something
     * has come in the meantime. {@link #awake} must follow the sleep.
     */
    public boolean maySleep() {
        parked = true;
        if (!inbox.isEmpty()) {
            parked = false;
            return false;
        }
        return true;
    }

    public void awake() {
        parked = false;
    }

    /** How long the replica may sleep when nothing comes: until its next tick. */
    public long sleepMillis() {
        return Math.max(1, Math.min(nextTickMillis, reaper.nextMillis()) - clock.monotonicMillis());
    }

    /** A lane whose connections this replica answers. */
    void addLane(Lane lane) {
        lanes.add(lane);
    }

    /**
     * Takes what waits and does it.
     *
     * @return whether there was anything to do
     */
    public boolean work() {
        nowMillis = clock.monotonicMillis();
        int taken = 0;
        Inbound message;
        while (taken < INBOX_BATCH_MAX && (message = inbox.poll()) != null) {
            taken++;
            handle(message);
        }
        if (nowMillis >= nextTickMillis) {
            nextTickMillis = nowMillis + Math.min(options.tickMillis(), 1000);
            sessions.expire(nowMillis, this::closeExpired);
        }
        reaper.run(nowMillis, clock.wallMillis(), this::reap);
        journal.flush();
        answer();
        boolean output = postOutput();
        return taken > 0 || output;
    }

    private void handle(Inbound message) {
        switch (message) {
            case Inbound.Request request -> onRequest(request);
            case Inbound.Durable(long zxid) -> consensus.durable(zxid);
            case Inbound.OpenSession open -> onOpenSession(open);
            case Inbound.Disconnected(ClientConnection connection) -> onDisconnected(connection);
            case Inbound.Task(Runnable action) -> action.run();
        }
    }

    private void onRequest(Inbound.Request request) {
        if (options.throttledOpWaitMillis() > 0
                && request.op() != OpCode.CLOSE_SESSION
                && nowMillis - request.receivedMillis() > options.throttledOpWaitMillis()) {
            pending.add(new Pending(request, null, ErrorCode.THROTTLEDOP, true));
        } else if (Route.of(request.op()) == Route.UNKNOWN) {
            pending.add(new Pending(request, null, ErrorCode.UNIMPLEMENTED, true));
        } else if (request.op() == OpCode.SYNC || Route.of(request.op()) == Route.READ) {
            pending.add(new Pending(request, null, null, false));
        } else {
            propose(
                    request,
                    new WriteRequest(
                            request.sessionId(),
                            request.connection(),
                            request.xid(),
                            request.op(),
                            request.body(),
                            request.identities()));
        }
    }

    private void propose(Inbound.Request request, WriteRequest write) {
        Prepared prepared = preparer.prepare(write, consensus.nextZxid(), clock.wallMillis());
        LoggedTxn txn = prepared.txn();
        if (txn != null) {
            txnBytes.clear();
            txn.write(txnBytes);
            consensus.propose(txn.header().zxid(), txnBytes.toByteArray());
        } else if (request == null) {
            // The server's own request found nothing left to do.
            return;
        }
        pending.add(new Pending(request, txn, prepared.refusal(), prepared.wholeRequest()));
    }

    private void onOpenSession(Inbound.OpenSession open) {
        switch (sessions.open(open)) {
            case CREATE ->
                    proposeOwn(
                            open.connection().sessionId(),
                            OpCode.CREATE_SESSION,
                            new JuteWriter(4).writeInt(open.timeoutMillis()).toByteArray());
            case ANSWERED -> {}
        }
    }

    private void onDisconnected(ClientConnection connection) {
        connection.setGone();
        sessions.detach(connection);
        long stamp = treeLock.readLock();
        try {
            watches.removeAll(connection);
        } finally {
            treeLock.unlockRead(stamp);
        }
    }

    private void closeExpired(long sessionId) {
        proposeOwn(sessionId, OpCode.CLOSE_SESSION, new byte[0]);
    }

    /**
     * Ends what is left of sessions that the state no longer knows: ephemerals without a session,
     * as some snapshots of other servers hold them. By ordinary transactions, never by editing the
     * tree. Replica thread, once after the start.
     */
    public void closeOrphans() {
        List<Long> orphans = new ArrayList<>();
        tree.forEachEphemeralOwner((sessionId, _) -> {
            if (!tree.sessions().containsKey(sessionId)) {
                orphans.add(sessionId);
            }
        });
        orphans.sort(null);
        orphans.forEach(this::closeExpired);
    }

    private void reap(String path) {
        proposeOwn(0, OpCode.DELETE_CONTAINER, new JuteWriter().writeString(path).toByteArray());
    }

    private void proposeOwn(long sessionId, OpCode op, byte[] body) {
        propose(null, new WriteRequest(sessionId, null, 0, op, body, SERVER_ITSELF));
    }

    /** Applies what is history and answers what nothing before it holds back. */
    private void answer() {
        while (isAnswerable(pending.peekFirst())) {
            long stamp = treeLock.writeLock();
            try {
                for (int i = 0; i < APPLY_BATCH_MAX && isAnswerable(pending.peekFirst()); i++) {
                    answer(pending.pollFirst());
                }
                lastZxid = tree.lastZxid();
                // Before the lock is let go: see TreeLock.
                lanes.forEach(Lane::post);
            } finally {
                treeLock.unlockWrite(stamp);
            }
            // Lanes send these while the next are applied.
            postOutput();
            preparer.applied(tree.lastZxid());
        }
        snapshots.consider(tree, journal);
    }

    private boolean isAnswerable(Pending head) {
        return head != null && (head.txn() == null || head.txn().header().zxid() <= deliverable);
    }

    private void answer(Pending done) {
        Inbound.Request request = done.request();
        LoggedTxn txn = done.txn();
        if (txn == null) {
            answerInOrder(request, done.refusal());
            return;
        }
        Applied applied = tree.apply(txn.header(), txn.txn(), watches);
        checkDigest(txn);
        digests.record(tree);
        if (txn.txn() instanceof Txn.CreateSession(int timeoutMillis)) {
            sessions.created(txn.header().sessionId(), timeoutMillis);
        }
        if (request != null) {
            OutBatch batch = request.connection().lane().batch();
            ReplyWriter.write(
                    batch.frames, request.xid(), tree.lastZxid(), applied, done.wholeRequest());
            OutBatch.Kind kind =
                    request.op() == OpCode.CLOSE_SESSION
                            ? OutBatch.Kind.CLOSE
                            : OutBatch.Kind.REPLY;
            complete(batch, request, kind);
            events.requestAnswered(true, nowMillis - request.receivedMillis());
        }
        if (txn.txn() instanceof Txn.CloseSession) {
            sessions.closed(txn.header().sessionId(), request == null);
        }
    }

    /** A read behind its session's writes, a sync, or a refusal: no transaction of its own. */
    private void answerInOrder(Inbound.Request request, ErrorCode refusal) {
        OutBatch batch = request.connection().lane().batch();
        if (refusal == ErrorCode.SESSIONMOVED || request.connection().isGone()) {
            // Nothing is read for one who is gone: a watch set now would never be removed.
            complete(batch, request, OutBatch.Kind.ABORT);
            return;
        }
        if (refusal == ErrorCode.UNIMPLEMENTED) {
            Frames.writeReply(batch.frames, request.xid(), -1, refusal);
            complete(batch, request, OutBatch.Kind.CLOSE);
            return;
        }
        if (refusal != null) {
            Frames.writeReply(batch.frames, request.xid(), tree.lastZxid(), refusal);
        } else if (request.op() == OpCode.SYNC) {
            ReplyWriter.writeSync(batch.frames, request.xid(), tree.lastZxid(), request.body());
        } else if (!read(request, batch.frames)) {
            complete(batch, request, OutBatch.Kind.ABORT);
            return;
        }
        complete(batch, request, OutBatch.Kind.REPLY);
        events.requestAnswered(false, nowMillis - request.receivedMillis());
    }

    /**
     * A read changes no state: what goes wrong in it ends the connection that asked, not the
     * server.
     */
    private boolean read(Inbound.Request request, JuteWriter out) {
        int mark = out.position();
        try {
            reads.execute(
                    request.connection(),
                    request.xid(),
                    request.op(),
                    bodyReader.wrap(request.body(), 0, request.body().length),
                    request.identities(),
                    scratch,
                    out);
            return true;
        } catch (RuntimeException | Error e) {
            out.truncate(mark);
            events.connectionFailed(request.connection().remoteAddress(), e);
            return false;
        }
    }

    private void complete(OutBatch batch, Inbound.Request request, OutBatch.Kind kind) {
        batch.mark(
                request.connection(),
                kind,
                request.body().length,
                (int) (nowMillis - request.receivedMillis()));
    }

    private void checkDigest(LoggedTxn txn) {
        if (txn.hasDigest() && txn.digest() != tree.digest()) {
            events.digestMismatch(txn.header().zxid(), txn.digest(), tree.digest());
        }
    }

    /** Hands over what was filled; outside of {@link #answer}: sessions opened or refused. */
    private boolean postOutput() {
        boolean any = false;
        for (Lane lane : lanes) {
            lane.post();
            any |= lane.wake();
        }
        return any;
    }

    /** The digests kept for operators. */
    public DigestHistory digests() {
        return digests;
    }

    /** The sessions, for operators; replica thread only. */
    public Sessions sessions() {
        return sessions;
    }

    /** What consensus asks for. */
    private final class Execution implements Effects {
        @Override
        public void append(long zxid, byte[] txn) {
            journal.append(zxid, txn);
            snapshots.logged(txn.length);
        }

        @Override
        public void deliver(long zxid) {
            deliverable = zxid;
        }

        @Override
        public void reached(long token) {
            throw new IllegalStateException("barrier " + token + " was not asked for");
        }
    }
}
