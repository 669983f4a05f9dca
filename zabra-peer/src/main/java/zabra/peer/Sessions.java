package zabra.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteWriter;
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
        /** Nothing: the client has its answer. */
        ANSWERED
    }

    private final DataTree tree;
    private final SessionTracker tracker;
    private final SessionIds ids;
    private final Clock clock;
    private final PeerEvents events;

    /** Sessions whose createSession is proposed and not yet applied. */
    private final Map<Long, Inbound.OpenSession> opening = new HashMap<>();

    public Sessions(
            DataTree tree, SessionTracker tracker, SessionIds ids, Clock clock, PeerEvents events) {
        this.tree = tree;
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

    @Override
    public ErrorCode check(long sessionId, Object attachment) {
        return tracker.check(sessionId, attachment);
    }

    @Override
    public void setClosing(long sessionId) {
        tracker.setClosing(sessionId);
    }

    Opening open(Inbound.OpenSession open) {
        ClientConnection connection = open.connection();
        if (open.lastZxidSeen() > tree.lastZxid()) {
            events.clientAhead(open.lastZxidSeen(), tree.lastZxid());
            connection.lane().batch().mark(connection, OutBatch.Kind.ABORT);
            return Opening.ANSWERED;
        }
        if (open.sessionId() == 0) {
            long sessionId = ids.next();
            SessionTracker.Session session =
                    tracker.add(sessionId, open.timeoutMillis(), clock.monotonicMillis());
            tracker.attach(sessionId, connection, open.timeoutMillis(), clock.monotonicMillis());
            connection.attached(session);
            opening.put(sessionId, open);
            return Opening.CREATE;
        }
        reopen(open);
        return Opening.ANSWERED;
    }

    private void reopen(Inbound.OpenSession open) {
        ClientConnection connection = open.connection();
        SessionTracker.Session session = tracker.get(open.sessionId());
        boolean known =
                session != null && !session.isClosing() && !opening.containsKey(open.sessionId());
        if (!known) {
            refuse(open, "it is unknown, expired or closed");
        } else if (!SessionPassword.matches(open.sessionId(), open.password())) {
            // The live connection stays: a wrong password must not be able to evict it.
            refuse(open, "the password is wrong");
        } else {
            if (session.attachment() instanceof ClientConnection old && old != connection) {
                old.lane().batch().mark(old, OutBatch.Kind.ABORT);
            }
            tracker.attach(
                    open.sessionId(), connection, open.timeoutMillis(), clock.monotonicMillis());
            connection.attached(session);
            answer(open, open.sessionId());
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

    private void answer(Inbound.OpenSession open, long sessionId) {
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
                        false)
                .write(out);
        out.endFrame(frame);
        batch.mark(open.connection(), OutBatch.Kind.OPENED);
    }

    /** A createSession was applied: its client, if it is one of ours, gets its answer. */
    void created(long sessionId, int timeoutMillis) {
        tracker.add(sessionId, timeoutMillis, clock.monotonicMillis());
        Inbound.OpenSession open = opening.remove(sessionId);
        if (open != null) {
            answer(open, sessionId);
        }
    }

    /** A connection is gone; its session lives on until its deadline. */
    void detach(ClientConnection connection) {
        if (connection.sessionId() != 0) {
            tracker.detach(connection.sessionId(), connection);
        }
    }

    void expire(long nowMillis, LongConsumer close) {
        tracker.expire(
                nowMillis,
                sessionId -> {
                    SessionTracker.Session session = tracker.get(sessionId);
                    events.sessionExpired(sessionId, session == null ? 0 : session.timeoutMillis());
                    close.accept(sessionId);
                });
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
        }
    }
}
