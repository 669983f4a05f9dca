package zabra.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zabra.consensus.zab.Link;
import zabra.peer.ensemble.MemberOptions;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.SessionTouch;
import zabra.tree.DataTree;
import zabra.tree.prepare.SessionCheck;
import zabra.tree.session.SessionIds;
import zabra.tree.session.SessionPassword;
import zabra.tree.session.SessionTracker;

/**
 * Opens, moves, expires and closes sessions: the tracker, and the connections that sessions are
 * attached to. Replica thread only.
 */
public final class Sessions implements SessionCheck {
    /** What opening a session asks of the replica. */
    enum Opening {
        /** Propose createSession for the id that the connection was given. */
        CREATE,
        /** Ask the leader whether the session is alive. */
        VALIDATE,
        /** Nothing: the client has its answer. */
        ANSWERED
    }

    private static final String UNKNOWN = "it is unknown, expired or closed";

    private final DataTree tree;
    private final SessionTracker tracker;
    private final SessionIds ids;
    private final Clock clock;
    private final PeerEvents events;

    private final Arrivals arrivals = new Arrivals();

    /** Marked as closing, but not closed by a transaction yet. */
    private final ExpiredSessions expired = new ExpiredSessions();

    /** Sessions attached to connections of this server. */
    private final Map<Long, ClientConnection> attachedHere = new LinkedHashMap<>();

    /** When the leader was told last which sessions were heard from. */
    private long toldMillis;

    /** Sessions that only this server knows. */
    private final SessionTracker local;

    private final MemberOptions options;

    public Sessions(
            DataTree tree,
            SessionTracker tracker,
            SessionTracker local,
            MemberOptions options,
            SessionIds ids,
            Clock clock,
            PeerEvents events) {
        this.tree = tree;
        this.local = local;
        this.options = options;
        this.tracker = tracker;
        this.ids = ids;
        this.clock = clock;
        this.events = events;
        long now = clock.monotonicMillis();
        // After a start every session gets a full fresh timeout.
        tree.sessions().forEach((id, timeoutMillis) -> tracker.add(id, timeoutMillis, now));
    }

    public SessionTracker tracker() {
        return tracker;
    }

    /**
     * {@inheritDoc}
     *
     * <p>With local sessions, one that this server does not know is another server's, which vouches
     * for it.
     */
    @Override
    public ErrorCode check(long sessionId, Object attachment) {
        ErrorCode refusal = tracker.check(sessionId, attachment);
        return refusal != ErrorCode.OK && options.localSessions() && tracker.get(sessionId) == null
                ? ErrorCode.OK
                : refusal;
    }

    @Override
    public ErrorCode checkOwner(long sessionId, Object attachment) {
        return local.get(sessionId) != null
                ? ErrorCode.EPHEMERALONLOCALSESSION
                : tracker.check(sessionId, attachment);
    }

    @Override
    public void setClosing(long sessionId) {
        tracker.setClosing(sessionId);
    }

    Opening open(Inbound.OpenSession open, Mode mode) {
        ClientConnection connection = open.connection();
        if (open.lastZxidSeen() > tree.lastZxid()) {
            events.clientAhead(open.lastZxidSeen(), tree.lastZxid());
            connection.lane().batch().mark(connection, OutBatch.Kind.ABORT);
            return Opening.ANSWERED;
        }
        if (mode == Mode.READ_ONLY) {
            openForReading(open);
            return Opening.ANSWERED;
        }
        if (open.sessionId() == 0) {
            long sessionId = ids.next();
            if (options.localSessions()) {
                openLocal(sessionId, open, false);
                return Opening.ANSWERED;
            }
            attach(tracker, track(tracker, sessionId, open), open);
            arrivals.open(sessionId, open);
            return Opening.CREATE;
        }
        return reopen(open, mode);
    }

    private SessionTracker.Session track(
            SessionTracker by, long sessionId, Inbound.OpenSession open) {
        return by.add(sessionId, open.timeoutMillis(), clock.monotonicMillis());
    }

    private void openLocal(long sessionId, Inbound.OpenSession open, boolean readOnly) {
        attach(local, track(local, sessionId, open), open);
        answer(open, sessionId, readOnly);
    }

    /** A session of the ensemble could expire meanwhile, where this server cannot know of it. */
    private void openForReading(Inbound.OpenSession open) {
        if (!open.readOnly()) {
            turnAway(open);
        } else if (open.sessionId() == 0) {
            openLocal(ids.next(), open, true);
        } else if (local.get(open.sessionId()) != null && isPasswordRight(open)) {
            openLocal(open.sessionId(), open, true);
        } else {
            turnAway(open);
        }
    }

    private static boolean isPasswordRight(Inbound.OpenSession open) {
        return SessionPassword.matches(open.sessionId(), open.password());
    }

    private Opening reopen(Inbound.OpenSession open, Mode mode) {
        SessionTracker.Session session = tracker.get(open.sessionId());
        boolean known =
                session != null && !session.isClosing() && !arrivals.isOpening(open.sessionId());
        if (!isPasswordRight(open)) {
            // The live connection stays: a wrong password must not be able to evict it.
            refuse(open, known ? "the password is wrong" : UNKNOWN);
        } else if (local.get(open.sessionId()) != null) {
            move(local, local.get(open.sessionId()), open);
        } else if (mode == Mode.LEARNER) {
            // Only the leader knows: what this server has applied may be behind.
            arrivals.revalidate(open);
            return Opening.VALIDATE;
        } else if (known) {
            move(tracker, session, open);
        } else {
            refuse(open, UNKNOWN);
        }
        return Opening.ANSWERED;
    }

    /** The leader's word on the session that was asked about first. */
    void revalidated(long sessionId, boolean valid) {
        Inbound.OpenSession open = arrivals.revalidated(sessionId);
        if (valid) {
            move(tracker, track(tracker, sessionId, open), open);
        } else {
            refuse(open, UNKNOWN);
        }
    }

    private void move(SessionTracker by, SessionTracker.Session session, Inbound.OpenSession open) {
        if (session.attachment() instanceof ClientConnection old && old != open.connection()) {
            old.lane().batch().mark(old, OutBatch.Kind.ABORT);
        }
        attach(by, session, open);
        answer(open, open.sessionId(), false);
    }

    private void attach(
            SessionTracker by, SessionTracker.Session session, Inbound.OpenSession open) {
        ClientConnection connection = open.connection();
        by.attach(session.id(), connection, open.timeoutMillis(), clock.monotonicMillis());
        connection.attached(session);
        if (!connection.isGone()) {
            attachedHere.put(session.id(), connection);
        }
    }

    private void refuse(Inbound.OpenSession open, String why) {
        events.sessionRefused(open.sessionId(), why);
        OutBatch batch = open.connection().lane().batch();
        JuteWriter out = batch.frames;
        int frame = out.beginFrame();
        ConnectResponse.refused(open.hasReadOnly()).write(out);
        out.endFrame(frame);
        batch.mark(open.connection(), OutBatch.Kind.CLOSE);
    }

    private void answer(Inbound.OpenSession open, long sessionId, boolean readOnly) {
        events.sessionOpened(sessionId, open.timeoutMillis());
        OutBatch batch = open.connection().lane().batch();
        JuteWriter out = batch.frames;
        int frame = out.beginFrame();
        new ConnectResponse(
                        0,
                        open.timeoutMillis(),
                        sessionId,
                        SessionPassword.of(sessionId),
                        open.hasReadOnly(),
                        readOnly)
                .write(out);
        out.endFrame(frame);
        batch.mark(open.connection(), OutBatch.Kind.OPENED);
    }

    /** A createSession was applied: its client, if it is one of ours, gets its answer. */
    void created(long sessionId, int timeoutMillis) {
        tracker.add(sessionId, timeoutMillis, clock.monotonicMillis());
        Inbound.OpenSession open = arrivals.created(sessionId);
        if (open != null) {
            answer(open, sessionId, false);
        }
    }

    /** A connection is gone; its session lives on until its deadline. */
    void detach(ClientConnection connection) {
        if (connection.sessionId() != 0) {
            tracker.detach(connection.sessionId(), connection);
            local.detach(connection.sessionId(), connection);
            attachedHere.remove(connection.sessionId(), connection);
        }
    }

    /** Whether only this server knows the session. */
    boolean isLocal(long sessionId) {
        return local.get(sessionId) != null;
    }

    /**
     * The local session becomes the ensemble's: its createSession is to be proposed.
     *
     * @return its timeout
     */
    int upgrade(long sessionId, ClientConnection connection) {
        int timeoutMillis = local.get(sessionId).timeoutMillis();
        local.remove(sessionId);
        long now = clock.monotonicMillis();
        SessionTracker.Session global = tracker.add(sessionId, timeoutMillis, now);
        tracker.attach(sessionId, connection, timeoutMillis, now);
        connection.attached(global);
        return timeoutMillis;
    }

    /** The client of a local session ended it. */
    void closedLocal(long sessionId) {
        events.sessionClosed(sessionId);
        local.remove(sessionId);
        attachedHere.remove(sessionId);
    }

    /** How many sessions only this server knows. */
    public int localCount() {
        return local.count();
    }

    /** Ends the local sessions that were not heard from. */
    void expireLocal(long nowMillis) {
        local.expire(
                nowMillis,
                sessionId -> {
                    SessionTracker.Session session = local.get(sessionId);
                    events.sessionExpired(sessionId, session.timeoutMillis());
                    if (session.attachment() instanceof ClientConnection connection) {
                        connection.lane().batch().mark(connection, OutBatch.Kind.ABORT);
                    }
                    closedLocal(sessionId);
                });
    }

    /** Whether the session's client is connected to this server. */
    boolean isAttachedHere(long sessionId) {
        return attachedHere.containsKey(sessionId);
    }

    /** The client is closed without an answer: nobody is served here for now. */
    void turnAway(Inbound.OpenSession open) {
        open.connection().lane().batch().mark(open.connection(), OutBatch.Kind.ABORT);
    }

    /** Nobody is served here from now on. */
    void letGo() {
        attachedHere
                .values()
                .forEach(client -> client.lane().batch().mark(client, OutBatch.Kind.ABORT));
        attachedHere.clear();
        arrivals.takeAll().forEach(this::turnAway);
    }

    /** Clients on their way in. */
    Arrivals arrivals() {
        return arrivals;
    }

    // ---- the leader

    /**
     * This server leads from now on: every session of the state has a full fresh timeout. Where
     * those are that are not here it does not know: they may have moved under other leaders.
     */
    void takeCharge() {
        matchState();
        List<Long> elsewhere = new ArrayList<>();
        tracker.forEach(session -> {
            if (!attachedHere.containsKey(session.id())) {
                elsewhere.add(session.id());
            }
        });
        elsewhere.forEach(tracker::disown);
        expired.clear();
        tracker.restart(clock.monotonicMillis());
    }

    /** The state was replaced: the tracker knows the sessions that are in it, and no others. */
    void matchState() {
        long now = clock.monotonicMillis();
        List<Long> gone = new ArrayList<>();
        tracker.forEach(session -> {
            if (!tree.sessions().containsKey(session.id()) && !arrivals.isCreating(session.id())) {
                gone.add(session.id());
            }
        });
        gone.forEach(tracker::remove);
        tree.sessions().forEach((id, timeoutMillis) -> tracker.add(id, timeoutMillis, now));
    }

    /** A learner's client asks for a new session. */
    void openedElsewhere(QuorumMessage.Request request, Link learner) {
        int timeoutMillis =
                request.body().length >= 4 ? new JuteReader(request.body()).readInt() : 0;
        long now = clock.monotonicMillis();
        tracker.add(request.sessionId(), timeoutMillis, now);
        tracker.attach(request.sessionId(), learner, timeoutMillis, now);
    }

    /** A client came to a learner with its session, which moves there if it is alive. */
    boolean revalidate(QuorumMessage.Revalidate ask, Link learner) {
        SessionTracker.Session session = tracker.get(ask.sessionId());
        if (session == null || session.isClosing()) {
            return false;
        }
        if (session.attachment() instanceof ClientConnection old) {
            old.lane().batch().mark(old, OutBatch.Kind.ABORT);
            attachedHere.remove(ask.sessionId());
        }
        tracker.attach(ask.sessionId(), learner, ask.timeoutMillis(), clock.monotonicMillis());
        return true;
    }

    /** A learner heard from these sessions. */
    void touched(List<SessionTouch> touches) {
        long now = clock.monotonicMillis();
        for (SessionTouch touch : touches) {
            SessionTracker.Session session = tracker.get(touch.sessionId());
            if (session != null) {
                session.touch(now);
            }
        }
    }

    // ---- the learner

    /** The sessions of this server's clients that were heard from since the last call. */
    List<SessionTouch> touches() {
        long since = toldMillis;
        toldMillis = clock.monotonicMillis();
        List<SessionTouch> touches = new ArrayList<>();
        for (long sessionId : attachedHere.keySet()) {
            SessionTracker.Session session = tracker.get(sessionId);
            if (session != null && session.isHeardSince(since)) {
                touches.add(new SessionTouch(sessionId, session.timeoutMillis()));
            }
        }
        return touches;
    }

    void expire(long nowMillis) {
        tracker.expire(
                nowMillis,
                sessionId -> {
                    SessionTracker.Session session = tracker.get(sessionId);
                    events.sessionExpired(sessionId, session == null ? 0 : session.timeoutMillis());
                    expired.add(sessionId);
                });
    }

    /** Those that have expired and are to be closed. */
    ExpiredSessions expired() {
        return expired;
    }

    /**
     * A closeSession was applied.
     *
     * @param tellByClosing whether the client gets no reply: its connection is closed
     */
    void closed(long sessionId, boolean tellByClosing) {
        events.sessionClosed(sessionId);
        SessionTracker.Session session = tracker.get(sessionId);
        if (session != null) {
            if (tellByClosing && session.attachment() instanceof ClientConnection connection) {
                connection.lane().batch().mark(connection, OutBatch.Kind.ABORT);
            }
            tracker.remove(sessionId);
            attachedHere.remove(sessionId);
        }
    }
}
