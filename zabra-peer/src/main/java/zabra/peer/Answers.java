package zabra.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.Zxid;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;
import zabra.tree.Applied;
import zabra.tree.DataTree;
import zabra.tree.prepare.Preparer;
import zabra.tree.watch.Watches;

/**
 * Applies what is history, in order, and answers what nothing before it holds back. Replica thread
 * only.
 *
 * <p>Invariants: {@code logged} holds the transactions in {@code (applied, appended]}, in order.
 * {@code pending} holds what was accepted and not answered, in the order of acceptance, which for
 * the writes among them is the order of their transactions, here and, since links are ordered,
 * through a leader elsewhere. So the answers of a session leave in the order of its requests.
 */
final class Answers {
    /** Applied in one turn under the write lock: readers wait so long, and replies to be sent. */
    private static final int APPLY_BATCH_MAX = 256;

    private final DataTree tree;
    private final TreeLock treeLock;
    private final Watches watches;
    private final Preparer preparer;
    private final Sessions sessions;
    private final ReadExecutor reads;
    private final PeerEvents events;
    private final DigestHistory digests = new DigestHistory();
    private final ArrayDeque<Logged> logged = new ArrayDeque<>(4096);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>(4096);
    private final List<Lane> lanes = new ArrayList<>();
    private final ReadScratch scratch = new ReadScratch();
    private final JuteReader bodyReader = new JuteReader();
    private long deliverable;
    private long comparableAfter = Long.MIN_VALUE;
    private long nowMillis;
    private volatile long lastZxid;

    Answers(
            DataTree tree,
            TreeLock treeLock,
            Watches watches,
            Preparer preparer,
            Sessions sessions,
            ReadExecutor reads,
            PeerEvents events) {
        this.tree = tree;
        this.treeLock = treeLock;
        this.watches = watches;
        this.preparer = preparer;
        this.sessions = sessions;
        this.reads = reads;
        this.events = events;
        this.deliverable = tree.lastZxid();
        this.lastZxid = tree.lastZxid();
    }

    /** A lane whose connections are answered here. */
    void addLane(Lane lane) {
        lanes.add(lane);
    }

    /** The last applied transaction. Any thread. */
    long lastZxid() {
        return lastZxid;
    }

    DigestHistory digests() {
        return digests;
    }

    void add(Pending accepted) {
        pending.add(accepted);
    }

    void append(Logged txn) {
        logged.add(txn);
    }

    /** All up to {@code zxid} is history. */
    void deliver(long zxid) {
        deliverable = zxid;
    }

    /** The last transaction of the log, applied or not. */
    long appended() {
        return logged.isEmpty() ? tree.lastZxid() : logged.peekLast().zxid();
    }

    /** The oldest sync that waits for its answer from the leader is reached. */
    void syncReached() {
        for (Pending waiting : pending) {
            if (waiting.isSync() && !waiting.isReached()) {
                waiting.reach(deliverable);
                return;
            }
        }
    }

    /** What was appended after {@code zxid} will never be history. */
    void truncate(long zxid) {
        while (!logged.isEmpty() && logged.peekLast().zxid() > zxid) {
            logged.pollLast();
        }
        deliverable = Math.min(deliverable, Math.max(zxid, tree.lastZxid()));
    }

    /**
     * The tree is another one, that of {@code zxid}; nothing that was appended leads on from it.
     */
    void replaced() {
        logged.clear();
        deliverable = tree.lastZxid();
        lastZxid = tree.lastZxid();
    }

    /** See {@link zabra.consensus.zab.EnsembleEffects#comparableAfter}. */
    void comparableAfter(long zxid) {
        comparableAfter = zxid;
    }

    /** What was said last; where nothing was, less than any zxid. */
    long comparableAfter() {
        return comparableAfter;
    }

    /** Nobody will be answered: what becomes of their writes is not known. */
    void abandon() {
        for (Pending waiting : pending) {
            complete(waiting.request(), OutBatch.Kind.ABORT);
        }
        pending.clear();
    }

    /** All that waits for its answer, in order; it is the caller's from now on. */
    List<Pending> takePending() {
        List<Pending> taken = new ArrayList<>(pending);
        pending.clear();
        return taken;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /**
     * Who was to reach the syncs will not. Where one holds back what is history, its client is let
     * go: what is history must be applied before another leader is followed, or what waits behind
     * the sync would be taken for what has not become a transaction, and be done twice.
     */
    void giveUpSyncs() {
        while (isBehindSync()) {
            complete(pending.pollFirst().request(), OutBatch.Kind.ABORT);
            run(nowMillis);
        }
    }

    private boolean isBehindSync() {
        Logged next = logged.peekFirst();
        Pending head = pending.peekFirst();
        return next != null && next.zxid() <= deliverable && head != null && head.isSync();
    }

    /**
     * Applies and answers all that is due.
     *
     * @param now the monotonic clock, read once per turn
     */
    void run(long now) {
        nowMillis = now;
        boolean progress = true;
        while (progress && isSomethingDue()) {
            progress = false;
            long stamp = treeLock.writeLock();
            try {
                for (int i = 0; i < APPLY_BATCH_MAX && step(); i++) {
                    progress = true;
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
    }

    private boolean isSomethingDue() {
        Pending head = pending.peekFirst();
        if (head != null && head.isReady(tree.lastZxid())) {
            return true;
        }
        Logged next = logged.peekFirst();
        return next != null && next.zxid() <= deliverable;
    }

    private boolean step() {
        Pending head = pending.peekFirst();
        if (head != null && head.isReady(tree.lastZxid())) {
            answerInOrder(pending.pollFirst());
            return true;
        }
        Logged next = logged.peekFirst();
        if (next == null || next.zxid() > deliverable) {
            return false;
        }
        LoggedTxn txn = next.txn();
        if (head == null) {
            apply(txn, null);
        } else if (head.became(txn.header())) {
            apply(txn, pending.pollFirst());
        } else if (isOfLaterWrite(txn)) {
            // Only a sync can stand before it. The leader took it before this write: where it is
            // reached, what it waited for is applied by now; else its answer is under way.
            if (!head.isSync()) {
                skip(txn);
            } else if (head.isReached()) {
                answerInOrder(pending.pollFirst());
            } else {
                return false;
            }
            return true;
        } else {
            apply(txn, null);
        }
        return true;
    }

    private boolean isOfLaterWrite(LoggedTxn txn) {
        if (!sessions.isAttachedHere(txn.header().sessionId())) {
            return false;
        }
        for (Pending later : pending) {
            if (later.became(txn.header())) {
                return true;
            }
        }
        return false;
    }

    /** The leader passed over writes that came before this one: what became of them is unknown. */
    private void skip(LoggedTxn txn) {
        Iterator<Pending> all = pending.iterator();
        while (all.hasNext()) {
            Pending lost = all.next();
            if (lost.became(txn.header())) {
                return;
            }
            complete(lost.request(), OutBatch.Kind.ABORT);
            all.remove();
        }
    }

    private void apply(LoggedTxn txn, Pending asked) {
        logged.pollFirst();
        Applied applied = tree.apply(txn.header(), txn.txn(), watches);
        boolean comparable = txn.hasDigest() && txn.header().zxid() > comparableAfter;
        if (comparable && txn.digest() != tree.digest()) {
            events.digestMismatch(txn.header().zxid(), txn.digest(), tree.digest());
        }
        digests.record(tree);
        if (txn.txn() instanceof Txn.CreateSession(int timeoutMillis)) {
            sessions.created(txn.header().sessionId(), timeoutMillis);
        }
        if (asked != null) {
            answer(asked.request(), applied);
        }
        if (txn.txn() instanceof Txn.CloseSession) {
            sessions.closed(txn.header().sessionId(), asked == null);
        }
    }

    private void answer(Inbound.Request request, Applied applied) {
        if (applied.txn() instanceof Txn.Failed(int error)
                && error == ErrorCode.SESSIONMOVED.code()) {
            complete(request, OutBatch.Kind.ABORT);
            return;
        }
        OutBatch batch = request.connection().lane().batch();
        ReplyWriter.write(batch.frames, request.xid(), tree.lastZxid(), applied);
        complete(
                request,
                request.op() == OpCode.CLOSE_SESSION ? OutBatch.Kind.CLOSE : OutBatch.Kind.REPLY);
        events.requestAnswered(true, nowMillis - request.receivedMillis());
    }

    /** A read behind its session's writes, a sync, or a refusal: no transaction of its own. */
    private void answerInOrder(Pending done) {
        Inbound.Request request = done.request();
        ErrorCode refusal = done.refusal();
        OutBatch batch = request.connection().lane().batch();
        if (refusal == ErrorCode.SESSIONMOVED || request.connection().isGone()) {
            // Nothing is read for one who is gone: a watch set now would never be removed.
            complete(request, OutBatch.Kind.ABORT);
            return;
        }
        if (refusal == ErrorCode.UNIMPLEMENTED) {
            Frames.writeReply(batch.frames, request.xid(), -1, refusal);
            complete(request, OutBatch.Kind.CLOSE);
            return;
        }
        if (refusal != null) {
            Frames.writeReply(batch.frames, request.xid(), tree.lastZxid(), refusal);
            if (request.op() == OpCode.CLOSE_SESSION) {
                complete(request, OutBatch.Kind.CLOSE);
                return;
            }
        } else if (request.op() == OpCode.SYNC) {
            ReplyWriter.writeSync(batch.frames, request.xid(), tree.lastZxid(), request.body());
        } else if (!read(request, batch.frames)) {
            complete(request, OutBatch.Kind.ABORT);
            return;
        }
        complete(request, OutBatch.Kind.REPLY);
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

    private void complete(Inbound.Request request, OutBatch.Kind kind) {
        request.connection()
                .lane()
                .batch()
                .mark(
                        request.connection(),
                        kind,
                        request.bodyLength(),
                        (int) (nowMillis - request.receivedMillis()));
    }

    /** Hands over what was filled, also outside of {@link #run}; whether there was any. */
    boolean postOutput() {
        boolean any = false;
        for (Lane lane : lanes) {
            lane.post();
            any |= lane.wake();
        }
        return any;
    }

    @Override
    public String toString() {
        return "applied "
                + Zxid.toString(tree.lastZxid())
                + ", history up to "
                + Zxid.toString(deliverable)
                + ", logged after it "
                + logged.size()
                + ", pending "
                + pending.size();
    }
}
