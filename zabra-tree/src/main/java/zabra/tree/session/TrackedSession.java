package zabra.tree.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One session: what is asked of it, and its links in the tracker's buckets. */
final class TrackedSession implements SessionTracker.Session {
    static final int IN_NO_BUCKET = -1;
    private static final VarHandle HEARD;

    static {
        try {
            HEARD =
                    MethodHandles.lookup()
                            .findVarHandle(TrackedSession.class, "heardMillis", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HearingClock clock;
    private final long id;
    private volatile int timeoutMillis;

    /** In hearing time. Any thread moves it on, through {@link #HEARD}. */
    private long heardMillis;

    private volatile boolean closing;
    private Object attachment;
    private Object owner;

    /** Replica thread only, as the two links. */
    int bucket = IN_NO_BUCKET;

    TrackedSession previous;
    TrackedSession next;

    TrackedSession(long id, int timeoutMillis, HearingClock clock, long nowMillis) {
        this.id = id;
        this.timeoutMillis = timeoutMillis;
        this.clock = clock;
        this.heardMillis = clock.toHearing(nowMillis);
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
        // A stall not yet noticed by the clock makes this too late: it lengthens a life.
        long now = clock.toHearing(nowMillis);
        long heard = heardMillis();
        while (now > heard && !HEARD.weakCompareAndSetPlain(this, heard, now)) {
            heard = heardMillis();
        }
    }

    @Override
    public boolean isHeardSince(long millis) {
        return heardMillis() >= clock.toHearing(millis);
    }

    /** In hearing time. */
    long heardMillis() {
        return (long) HEARD.getOpaque(this);
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void setClosing() {
        closing = true;
    }

    void setOpen() {
        closing = false;
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    /** The connection attached last, kept after its end. */
    Object owner() {
        return owner;
    }

    void attach(Object connection, int negotiatedMillis) {
        attachment = connection;
        owner = connection;
        timeoutMillis = negotiatedMillis;
    }

    void detach() {
        attachment = null;
    }

    void disown() {
        attachment = null;
        owner = null;
    }
}
