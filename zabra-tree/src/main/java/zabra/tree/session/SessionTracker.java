package zabra.tree.session;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import zabra.protocol.ErrorCode;
import zabra.tree.prepare.SessionCheck;

/**
 * Which sessions live, where they are attached, and when they expire.
 *
 * <p>Replica thread only, but for {@link Session#touch}, which any thread may call. Times are
 * monotonic milliseconds, from any origin, of one clock.
 *
 * <p><b>Deadlines.</b> A session last heard of at t expires at {@code floor((t + timeout) / tick) *
 * tick + tick}: between its timeout and one tick more. Sessions lie in buckets, one per tick. A
 * touch only notes the time; when a session's bucket comes due, it moves on to the bucket of its
 * deadline as it is then. So a touch is one comparison, and a tick costs what lies in one bucket,
 * whatever the number of sessions.
 *
 * <p><b>Stalls.</b> While this process stands still (stopped, paused, swapped out) it cannot hear
 * its sessions, so that time must not count against them. All deadlines are kept in hearing time
 * ({@link HearingClock}), which {@link #expire} moves on by at most one tick per call; in a call
 * that comes more than two ticks after the one before it does not move at all, so that what waits
 * in the sockets is read before anybody is expired. (Where each call comes that late, every one but
 * the first moves it by a tick, so that the silent still end.) It falls to the caller to call at
 * least once per tick. A session that expires right after a stall was therefore silent, while we
 * listened, for its timeout less one tick; clients speak every third of it.
 */
public final class SessionTracker implements SessionCheck {
    /** Buckets ahead; who expires later waits in the farthest and is looked at again there. */
    private static final int BUCKETS = 256;

    private final int tickMillis;
    private final Map<Long, TrackedSession> sessions = new LinkedHashMap<>();

    /** Lists by {@code due tick mod BUCKETS}. */
    private final TrackedSession[] buckets = new TrackedSession[BUCKETS];

    /** All buckets up to this tick, in hearing time, are empty. */
    private long emptyTick;

    private final HearingClock clock;

    /**
     * The one checked last: requests come in runs of one session, and the map is far away. Null, or
     * in the map.
     */
    private TrackedSession checked;

    /** In hearing time; no session counts as heard of before. */
    private long heardFloor = Long.MIN_VALUE;

    /**
     * @param tickMillis the bucket width
     */
    public SessionTracker(int tickMillis) {
        if (tickMillis <= 0) {
            throw new IllegalArgumentException("tick of " + tickMillis + " ms");
        }
        this.tickMillis = tickMillis;
        this.clock = new HearingClock(tickMillis);
    }

    /** One live session. */
    public interface Session {
        long id();

        /** As negotiated at the last attach. */
        int timeoutMillis();

        /** Heard of at {@code nowMillis} (monotonic). Any thread; never moves the deadline back. */
        void touch(long nowMillis);

        /** Whether it was touched at {@code millis} (monotonic) or later. Any thread. */
        boolean isHeardSince(long millis);

        /** Whether it was handed out as expired or is being closed. Any thread. */
        boolean isClosing();

        void setClosing();

        /** The connection it is attached to; null where it is attached to none here. */
        Object attachment();
    }

    /** Adds a session (or finds it), with a full fresh timeout from {@code nowMillis}. */
    public Session add(long sessionId, int timeoutMillis, long nowMillis) {
        start(nowMillis);
        TrackedSession session = sessions.get(sessionId);
        if (session == null) {
            session = new TrackedSession(sessionId, timeoutMillis, clock, nowMillis);
            sessions.put(sessionId, session);
            schedule(session);
        } else {
            session.touch(nowMillis);
        }
        return session;
    }

    /** The session, or null where it is unknown. */
    public Session get(long sessionId) {
        return sessions.get(sessionId);
    }

    /**
     * Attaches a session to a connection with a newly negotiated timeout. A connection it was
     * attached to before can no longer write ({@link #check}).
     *
     * @throws IllegalStateException where the session is unknown
     */
    public void attach(long sessionId, Object attachment, int timeoutMillis, long nowMillis) {
        TrackedSession session = sessions.get(sessionId);
        if (session == null) {
            throw new IllegalStateException("attach of unknown session " + sessionId);
        }
        session.attach(attachment, timeoutMillis);
        session.touch(nowMillis);
        // A shorter timeout may be due before the bucket it lies in.
        if (session.bucket != TrackedSession.IN_NO_BUCKET) {
            unschedule(session);
            schedule(session);
        }
    }

    /**
     * Its connection is gone; the session lives on until its deadline. Nothing happens where it is
     * attached to another connection by now.
     */
    @SuppressWarnings("ReferenceEquality") // A connection is itself.
    public void detach(long sessionId, Object attachment) {
        TrackedSession session = sessions.get(sessionId);
        if (session != null && session.attachment() == attachment) {
            session.detach();
        }
    }

    /**
     * It is not known where the session is attached: who speaks for it first may do so, and where
     * it is attached next, all others are shut out.
     */
    public void disown(long sessionId) {
        TrackedSession session = sessions.get(sessionId);
        if (session != null) {
            session.disown();
        }
    }

    /** The session is closed: forget it. */
    public void remove(long sessionId) {
        TrackedSession session = sessions.remove(sessionId);
        if (session == checked) {
            checked = null;
        }
        if (session != null && session.bucket != TrackedSession.IN_NO_BUCKET) {
            unschedule(session);
        }
    }

    /**
     * As {@link SessionCheck} asks. A connection that was detached still counts as the session's
     * own until another is attached, so that what it had sent is done, and one that was replaced
     * stays shut out.
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // A connection is itself.
    public ErrorCode check(long sessionId, Object attachment) {
        if (attachment == null) {
            return ErrorCode.OK;
        }
        TrackedSession session = checked;
        if (session == null || session.id() != sessionId) {
            session = sessions.get(sessionId);
            checked = session;
        }
        if (session == null || session.isClosing()) {
            return ErrorCode.SESSIONEXPIRED;
        }
        return session.owner() == null || session.owner() == attachment
                ? ErrorCode.OK
                : ErrorCode.SESSIONMOVED;
    }

    @Override
    public void setClosing(long sessionId) {
        TrackedSession session = sessions.get(sessionId);
        if (session != null) {
            session.setClosing();
        }
    }

    /**
     * Hands every session whose deadline has passed at {@code nowMillis} to {@code expired}, once,
     * already marked as closing; one that was closing before is not handed out. See the class for
     * calls that come late. {@code expired} may call back.
     */
    public void expire(long nowMillis, LongConsumer expired) {
        start(nowMillis);
        clock.advance(nowMillis);
        long tick = tickOf(clock.toHearing(nowMillis));
        while (emptyTick < tick) {
            emptyTick++;
            expireBucket(expired);
        }
    }

    private void expireBucket(LongConsumer expired) {
        int index = index(emptyTick);
        TrackedSession head = buckets[index];
        while (head != null) {
            unschedule(head);
            if (!head.isClosing()) {
                if (dueTick(head) > emptyTick) {
                    schedule(head);
                } else {
                    head.setClosing();
                    expired.accept(head.id());
                }
            }
            head = buckets[index];
        }
    }

    /**
     * This server took charge of all sessions now: each has a full fresh timeout, and none is
     * closing.
     */
    public void restart(long nowMillis) {
        start(nowMillis);
        clock.skipTo(nowMillis);
        heardFloor = clock.toHearing(nowMillis);
        emptyTick = tickOf(heardFloor);
        Arrays.fill(buckets, null);
        for (TrackedSession session : sessions.values()) {
            session.setOpen();
            session.previous = null;
            session.next = null;
            schedule(session);
        }
    }

    public int count() {
        return sessions.size();
    }

    /** All sessions, in the order they were added. The visitor must not call back. */
    public void forEach(Consumer<Session> visitor) {
        sessions.values().forEach(visitor);
    }

    /**
     * The deadlines, soonest first, in the caller's time as if no further stall came, and which
     * sessions that are not closing expire at each, in ascending order.
     */
    public SortedMap<Long, long[]> deadlines() {
        SortedMap<Long, long[]> deadlines = new TreeMap<>();
        for (TrackedSession session : sessions.values()) {
            if (session.isClosing()) {
                continue;
            }
            long deadline = clock.toCaller(dueTick(session) * tickMillis);
            long[] ids = deadlines.getOrDefault(deadline, new long[0]);
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = session.id();
            deadlines.put(deadline, ids);
        }
        deadlines.values().forEach(Arrays::sort);
        return deadlines;
    }

    private void start(long nowMillis) {
        if (clock.start(nowMillis)) {
            emptyTick = tickOf(nowMillis);
        }
    }

    /** The tick, in hearing time, at which the session expires if it stays silent. */
    private long dueTick(TrackedSession session) {
        long heard = Math.max(heardFloor, session.heardMillis());
        return tickOf(heard + session.timeoutMillis()) + 1;
    }

    private long tickOf(long millis) {
        return Math.floorDiv(millis, (long) tickMillis);
    }

    private static int index(long tick) {
        return (int) (tick & (BUCKETS - 1));
    }

    private void schedule(TrackedSession session) {
        long due = Math.max(emptyTick + 1, Math.min(dueTick(session), emptyTick + BUCKETS - 1));
        session.bucket = index(due);
        TrackedSession head = buckets[session.bucket];
        session.next = head;
        if (head != null) {
            head.previous = session;
        }
        buckets[session.bucket] = session;
    }

    private void unschedule(TrackedSession session) {
        if (session.previous == null) {
            buckets[session.bucket] = session.next;
        } else {
            session.previous.next = session.next;
        }
        if (session.next != null) {
            session.next.previous = session.previous;
        }
        session.previous = null;
        session.next = null;
        session.bucket = TrackedSession.IN_NO_BUCKET;
    }
}
