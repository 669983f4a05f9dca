package zabra.tree.session;

import zabra.protocol.ErrorCode;
import zabra.tree.prepare.SessionCheck;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

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
 * its sessions, so that time must not count against them. All deadlines are kept in the tracker's
 * own time, which {@link #expire} moves on by at most one tick per call; in a call that comes more
 * than two ticks after the one before it does not move at all, so that what waits in the sockets is
 * read before anybody is expired. (Where each call comes that late, every one but the first moves
 * it by a tick, so that the silent still end.) It falls to the caller to call at least once per
 * tick. A session that expires right after a stall was therefore silent, while we listened, for its
 * timeout less one tick; clients speak every third of it.
 */
public final class SessionTracker implements SessionCheck {
    /** Buckets ahead; who expires later waits in the farthest and is looked at again there. */
    private static final int BUCKETS = 256;

    private static final long UNSET = Long.MIN_VALUE;

    private final int tickMillis;
    private final Map<Long, Entry> sessions = new HashMap<>();

    /** Lists by {@code due tick mod BUCKETS}. */
    private final Entry[] buckets = new Entry[BUCKETS];

    /** All buckets up to this tick, in own time, are empty. */
    private long emptyTick;

    /** When {@link #expire} was called last, or time was seen first. */
    private long lastMillis = UNSET;

    /** Whether that call came more than two ticks after the one before it. */
    private boolean lateBefore;

    /**
     * What the tracker's own time lags behind the caller's. Only grows, by one thread; read by any.
     */
    private volatile long stalledMillis;

    /** In own time; no session counts as heard of before. */
    private long heardFloor = UNSET;

    /**
     * @param tickMillis the bucket width
     */
    public SessionTracker(int tickMillis) {
        if (tickMillis <= 0) {
            throw new IllegalArgumentException("tick of " + tickMillis + " ms");
        }
        this.tickMillis = tickMillis;
    }

    /** One live session. */
    public interface Session {
        long id();

        /** As negotiated at the last attach. */
        int timeoutMillis();

        /** Heard of at {@code nowMillis} (monotonic). Any thread; never moves the deadline back. */
        void touch(long nowMillis);

        /** Whether it was handed out as expired or is being closed. Any thread. */
        boolean isClosing();

        void setClosing();

        /** The connection it is attached to; null where it is attached to none here. */
        Object attachment();
    }

    /** Adds a session (or finds it), with a full fresh timeout from {@code nowMillis}. */
    public Session add(long sessionId, int timeoutMillis, long nowMillis) {
        start(nowMillis);
        Entry entry = sessions.get(sessionId);
        if (entry == null) {
            entry = new Entry(sessionId, timeoutMillis, nowMillis - stalledMillis);
            sessions.put(sessionId, entry);
            schedule(entry);
        } else {
            entry.touch(nowMillis);
        }
        return entry;
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
        Entry entry = sessions.get(sessionId);
        if (entry == null) {
            throw new IllegalStateException("attach of unknown session " + sessionId);
        }
        entry.attachment = attachment;
        entry.owner = attachment;
        entry.timeoutMillis = timeoutMillis;
        entry.touch(nowMillis);
        // A shorter timeout may be due before the bucket it lies in.
        if (entry.isScheduled()) {
            unschedule(entry);
            schedule(entry);
        }
    }

    /**
     * Its connection is gone; the session lives on until its deadline. Nothing happens where it is
     * attached to another connection by now.
     */
    @SuppressWarnings("ReferenceEquality") // A connection is itself.
    public void detach(long sessionId, Object attachment) {
        Entry entry = sessions.get(sessionId);
        if (entry != null && entry.attachment == attachment) {
            entry.attachment = null;
        }
    }

    /** The session is closed: forget it. */
    public void remove(long sessionId) {
        Entry entry = sessions.remove(sessionId);
        if (entry != null && entry.isScheduled()) {
            unschedule(entry);
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
        Entry entry = sessions.get(sessionId);
        if (entry == null || entry.closing) {
            return ErrorCode.SESSIONEXPIRED;
        }
        return entry.owner == null || entry.owner == attachment
                ? ErrorCode.OK
                : ErrorCode.SESSIONMOVED;
    }

    @Override
    public void setClosing(long sessionId) {
        Entry entry = sessions.get(sessionId);
        if (entry != null) {
            entry.closing = true;
        }
    }

    /**
     * Hands every session whose deadline has passed at {@code nowMillis} to {@code expired}, once,
     * already marked as closing; one that was closing before is not handed out. See the class for
     * calls that come late. {@code expired} may call back.
     */
    public void expire(long nowMillis, LongConsumer expired) {
        start(nowMillis);
        long gap = nowMillis - lastMillis;
        lastMillis = nowMillis;
        boolean late = gap > 2L * tickMillis;
        if (gap > tickMillis) {
            long stalled = stalledMillis;
            stalledMillis = stalled + (late && !lateBefore ? gap : gap - tickMillis);
        }
        lateBefore = late;
        long tick = Math.floorDiv(nowMillis - stalledMillis, (long) tickMillis);
        while (emptyTick < tick) {
            emptyTick++;
            expireBucket(expired);
        }
    }

    private void expireBucket(LongConsumer expired) {
        int index = index(emptyTick);
        Entry head = buckets[index];
        while (head != null) {
            unschedule(head);
            if (!head.closing) {
                if (dueTick(head) > emptyTick) {
                    schedule(head);
                } else {
                    head.closing = true;
                    expired.accept(head.id);
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
        lastMillis = nowMillis;
        heardFloor = nowMillis - stalledMillis;
        emptyTick = Math.floorDiv(heardFloor, (long) tickMillis);
        Arrays.fill(buckets, null);
        for (Entry entry : sessions.values()) {
            entry.closing = false;
            entry.previous = null;
            entry.next = null;
            schedule(entry);
        }
    }

    public int count() {
        return sessions.size();
    }

    /**
     * The deadlines, soonest first, in the caller's time as if no further stall came, and which
     * sessions that are not closing expire at each, in ascending order.
     */
    public SortedMap<Long, long[]> deadlines() {
        SortedMap<Long, long[]> deadlines = new TreeMap<>();
        for (Entry entry : sessions.values()) {
            if (entry.closing) {
                continue;
            }
            long deadline = dueTick(entry) * tickMillis + stalledMillis;
            long[] ids = deadlines.getOrDefault(deadline, new long[0]);
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = entry.id;
            deadlines.put(deadline, ids);
        }
        deadlines.values().forEach(Arrays::sort);
        return deadlines;
    }

    private void start(long nowMillis) {
        if (lastMillis == UNSET) {
            lastMillis = nowMillis;
            emptyTick = Math.floorDiv(nowMillis, (long) tickMillis);
        }
    }

    /** The tick, in own time, at which the session expires if it stays silent. */
    private long dueTick(Entry entry) {
        long heard = Math.max(heardFloor, (long) Entry.HEARD.getOpaque(entry));
        return Math.floorDiv(heard + entry.timeoutMillis, (long) tickMillis) + 1;
    }

    private static int index(long tick) {
        return (int) (tick & (BUCKETS - 1));
    }

    private void schedule(Entry entry) {
        long due = Math.max(emptyTick + 1, Math.min(dueTick(entry), emptyTick + BUCKETS - 1));
        entry.bucket = index(due);
        Entry head = buckets[entry.bucket];
        entry.next = head;
        if (head != null) {
            head.previous = entry;
        }
        buckets[entry.bucket] = entry;
    }

    private void unschedule(Entry entry) {
        if (entry.previous == null) {
            buckets[entry.bucket] = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.bucket = Entry.IN_NO_BUCKET;
    }

    private final class Entry implements Session {
        static final int IN_NO_BUCKET = -1;
        private static final VarHandle HEARD;

        static {
            try {
                HEARD =
                        MethodHandles.lookup()
                                .findVarHandle(Entry.class, "heardMillis", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final long id;
        private volatile int timeoutMillis;

        /** In own time. Any thread moves it on, through {@link #HEARD}. */
        private long heardMillis;

        private volatile boolean closing;
        private Object attachment;

        /** The connection attached last, kept after its end. */
        private Object owner;

        private int bucket = IN_NO_BUCKET;
        private Entry previous;
        private Entry next;

        Entry(long id, int timeoutMillis, long heardMillis) {
            this.id = id;
            this.timeoutMillis = timeoutMillis;
            this.heardMillis = heardMillis;
        }

        boolean isScheduled() {
            return bucket != IN_NO_BUCKET;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public int timeoutMillis() {
            return timeoutMillis;
        }

        @Override
        public void touch(long nowMillis) {
            // A stall not yet noticed by expire() makes this a little late: it lengthens a life.
            long now = nowMillis - stalledMillis;
            long heard = (long) HEARD.getOpaque(this);
            while (now > heard && !HEARD.weakCompareAndSetPlain(this, heard, now)) {
                heard = (long) HEARD.getOpaque(this);
            }
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        @Override
        public void setClosing() {
            closing = true;
        }

        @Override
        public Object attachment() {
            return attachment;
        }
    }
}
