package zabra.peer;

import java.util.Queue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import zabra.consensus.Alone;
import zabra.consensus.Consensus;
import zabra.consensus.Effects;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.Outcome;
import zabra.peer.ensemble.Ensemble;
import zabra.peer.ensemble.MemberOptions;
import zabra.tree.DataTree;
import zabra.tree.prepare.Preparer;
import zabra.tree.watch.Watches;

/**
 * The ordered heart of a server: takes requests from its inbox, makes transactions of them or
 * passes them on, has them agreed on and logged, applies them in order, and answers.
 *
 * <p>One thread (the replica thread) calls {@link #work}; others only {@link #submit}, {@link
 * #durable}, {@link #performed}, {@link #execute} and {@link #lastZxid}. While it sleeps, a thread
 * that brings something may take its turn ({@link #help}). Each call of {@code work} takes what
 * waits and does each kind of output once: one flush to the other servers, one log batch, one turn
 * under the write side of the tree lock, one wake-up per lane. So the cost per operation falls as
 * load grows.
 */
public final class Replica {
    /** Taken in one turn: the journal writes what they become while the next are prepared. */
    private static final int INBOX_BATCH_MAX = 256;

    /** More than that is worth a thread of its own. */
    private static final int HELP_MAX = 4;

    /** Who helps has other things to do. */
    private static final int HELP_TURNS = 4;

    private final DataTree tree;
    private final TreeLock treeLock;
    private final Watches watches;
    private final Consensus consensus;
    private final Journal journal;
    private final Clock clock;
    private final PeerOptions options;
    private final Sessions sessions;
    private final SnapshotSchedule snapshots;
    private final Reaper reaper;
    private final Answers answers;
    private final Barriers barriers = new Barriers();
    private final Requests requests;

    /** Null in a server that stands alone. */
    private final Member member;

    private final Queue<Inbound> inbox = new MpscUnboundedArrayQueue<>(4096);
    private final Turn turn = new Turn();
    private long nextTickMillis;

    /** Until when the replica thread sleeps where it does. */
    private long sleepsUntilMillis;

    /** The monotonic clock, read once per batch. */
    private long nowMillis;

    /** The last transaction that this server's disk has. Only the log's thread. */
    private long lastDurable;

    private ReplicaHost host = ReplicaHost.NONE;

    /**
     * The replica's parts, assembled by {@link Peer}.
     *
     * @param ensemble null in a server that stands alone
     */
    Replica(
            DataTree tree,
            TreeLock treeLock,
            Watches watches,
            Preparer preparer,
            Journal journal,
            Clock clock,
            PeerOptions options,
            PeerEvents events,
            ReadExecutor reads,
            Sessions sessions,
            SnapshotSchedule snapshots,
            Ensemble ensemble) {
        this.tree = tree;
        this.treeLock = treeLock;
        this.watches = watches;
        this.journal = journal;
        this.clock = clock;
        this.options = options;
        this.sessions = sessions;
        this.snapshots = snapshots;
        this.reaper = new Reaper(tree, options, clock.monotonicMillis());
        this.answers = new Answers(tree, treeLock, watches, preparer, sessions, reads, events);
        this.member =
                ensemble == null
                        ? null
                        : new Member(
                                this,
                                tree,
                                treeLock,
                                journal,
                                snapshots,
                                sessions,
                                answers,
                                barriers,
                                ensemble.port(),
                                events,
                                ensemble.options(),
                                ensemble.state());
        this.consensus =
                member == null ? new Alone(tree.lastZxid(), new Execution()) : member.zab();
        this.requests =
                new Requests(
                        tree,
                        preparer,
                        consensus,
                        sessions,
                        answers,
                        barriers,
                        member,
                        ensemble == null ? MemberOptions.DEFAULT : ensemble.clients(),
                        clock,
                        options);
        if (member != null) {
            member.connect(requests);
        }
    }

    // ---- any thread

    /** Queues a message and wakes the replica thread where it sleeps. */
    void submit(Inbound message) {
        bring(message);
        wake();
    }

    /**
     * Queues a message, and {@linkplain #help helps} where it is little work. A thread that holds
     * no lock and has nothing else to hand over.
     *
     * @param amount how many requests, transactions or messages it stands for
     */
    void bring(Inbound message, long amount) {
        bring(message);
        if (amount <= HELP_MAX) {
            help();
        } else {
            wake();
        }
    }

    /** Queues a message; the caller calls {@link #help} soon. */
    void bring(Inbound message) {
        inbox.offer(message);
    }

    private void wake() {
        if (turn.isFree()) {
            host.wakeUp();
        }
    }

    /**
     * Does what waits, where it is little and the replica thread sleeps: to wake another thread and
     * to be woken by it takes longer. Else wakes the replica thread where it sleeps. Called by
     * threads that brought something, when they hold no lock and have nothing else to hand over.
     */
    void help() {
        if (inbox.isEmpty()) {
            return;
        }
        if (inbox.size() > HELP_MAX || !host.mayHelp()) {
            wake();
            return;
        }
        // Who has the turn looks into the inbox once more when it ends.
        if (turn.take()) {
            try {
                boolean more = true;
                for (int i = 0; more && i < HELP_TURNS; i++) {
                    more = work();
                }
                host.helped();
                boolean sooner = clock.monotonicMillis() + untilNextMillis() < sleepsUntilMillis;
                turn.end();
                if (more || sooner || !inbox.isEmpty()) {
                    host.wakeUp();
                }
            } catch (RuntimeException | Error e) {
                host.failed(e);
                throw e;
            }
        }
    }

    /** All that was appended to the journal up to {@code zxid} is safe. The log's thread. */
    public void durable(long zxid) {
        long count = zxid - lastDurable;
        lastDurable = zxid;
        bring(new Inbound.Durable(zxid), count);
    }

    /** A step that the journal was asked for is done. The log's thread. */
    public void performed(DurableStep step, Outcome outcome) {
        execute(() -> member.performed(step, outcome));
    }

    /** Runs {@code action} on the replica thread, between two batches. */
    public void execute(Runnable action) {
        submit(new Inbound.Task(action));
    }

    /**
     * Whether the server has no memory for more: as long as it leads, or stands alone, writes that
     * would make the tree larger are refused. Any thread.
     */
    public void setFull(boolean full) {
        requests.setFull(full);
    }

    /** The last applied transaction. */
    public long lastZxid() {
        return answers.lastZxid();
    }

    /** How many messages wait in the inbox, roughly. */
    public int inboxSize() {
        return inbox.size();
    }

    /** What it does with requests at the moment. */
    Mode mode() {
        return requests.mode();
    }

    /** This server as a member of an ensemble; null where it stands alone. */
    Member member() {
        return member;
    }

    // ---- replica thread

    /** Once, before anything is brought. */
    public void runBy(ReplicaHost host) {
        this.host = host;
    }

    /**
     * To be called before the replica thread sleeps. {@link #awake} must follow the sleep.
     *
     * @return milliseconds that it may sleep when nothing comes: until the next tick; 0 where it
     *     must not: something has come in the meantime
     */
    public long maySleep() {
        long millis = untilNextMillis();
        sleepsUntilMillis = clock.monotonicMillis() + millis;
        turn.end();
        return !inbox.isEmpty() && turn.take() ? 0 : millis;
    }

    /**
     * Takes the turn back.
     *
     * @return false where another thread helps: the replica thread must not work yet, and try again
     *     shortly
     */
    public boolean awake() {
        return turn.take();
    }

    private long untilNextMillis() {
        long next = Math.min(nextTickMillis, reaper.nextMillis());
        if (isPrimary()) {
            next = Math.min(next, sessions.expired().nextMillis());
        }
        if (member != null) {
            next = Math.min(next, member.nextMillis());
        }
        return Math.max(1, next - clock.monotonicMillis());
    }

    private boolean isPrimary() {
        return requests.mode() == Mode.PRIMARY && consensus.isPrimary();
    }

    /** A lane whose connections this replica answers. */
    void addLane(Lane lane) {
        answers.addLane(lane);
    }

    /**
     * Takes what waits and does it.
     *
     * @return whether there was anything to do
     */
    public boolean work() {
        nowMillis = clock.monotonicMillis();
        requests.time(nowMillis);
        if (member != null) {
            member.time(nowMillis);
        }
        int taken = 0;
        Inbound message;
        while (taken < INBOX_BATCH_MAX && (message = inbox.poll()) != null) {
            taken++;
            handle(message);
        }
        boolean primary = isPrimary();
        if (nowMillis >= nextTickMillis) {
            nextTickMillis = nowMillis + Math.min(options.tickMillis(), 1000);
            sessions.expireLocal(nowMillis);
            if (primary) {
                sessions.expire(nowMillis);
            }
        }
        if (primary) {
            sessions.expired().close(nowMillis, requests::closeSession);
            reaper.run(nowMillis, clock.wallMillis(), requests::deleteContainer);
        } else {
            reaper.pass(nowMillis);
        }
        if (member != null) {
            // Proposals leave before this server's own disk has them.
            member.flush();
        }
        journal.flush();
        settle();
        boolean output = answers.postOutput();
        return taken > 0 || output;
    }

    /** Applies and answers all that is due. */
    void settle() {
        answers.run(nowMillis);
        if (requests.mode() != Mode.IDLE) {
            // Only committed transactions may be in a snapshot, and those delivered while no
            // quorum is known to agree may yet be taken back.
            snapshots.consider(tree, journal, nowMillis);
        }
    }

    private void handle(Inbound message) {
        switch (message) {
            case Inbound.Request request -> requests.request(request);
            case Inbound.Durable(long zxid) -> consensus.durable(zxid);
            case Inbound.OpenSession open -> requests.open(open);
            case Inbound.Disconnected(ClientConnection connection) -> onDisconnected(connection);
            case Inbound.Task(Runnable action) -> action.run();
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

    /** Ends what is left of sessions that the recovered state does not know. */
    public void closeOrphans() {
        requests.closeOrphans();
    }

    /** The digests kept for operators. */
    public DigestHistory digests() {
        return answers.digests();
    }

    /** The sessions, for operators; replica thread only. */
    public Sessions sessions() {
        return sessions;
    }

    /** What consensus asks for in a server that stands alone. */
    private final class Execution implements Effects {
        @Override
        public void append(long zxid, byte[] txn) {
            journal.append(zxid, txn);
            snapshots.logged(txn.length);
            answers.append(requests.logged(zxid, txn));
        }

        @Override
        public void deliver(long zxid) {
            answers.deliver(zxid);
        }

        @Override
        public void reached(long token) {
            barriers.reached(token);
        }
    }
}
