package zabra.tree.session;

/**
 * The time during which this server could hear its sessions. It lags behind the caller's time by
 * what the server stood still (stopped, paused, swapped out), so that a stall counts against
 * nobody.
 *
 * <p>Moved on by one thread; {@link #toHearing} may be asked by any, and is at most late in knowing
 * of a stall, which makes its answer too great.
 */
final class HearingClock {
    private static final long UNSET = Long.MIN_VALUE;

    private final int tickMillis;

    /** When the clock was moved on last, or time was seen first; the caller's time. */
    private long lastMillis = UNSET;

    /** Whether that came more than two ticks after the time before. */
    private boolean lateBefore;

    /** What this clock lags behind the caller's. Only grows, by one thread; read by any. */
    private volatile long stalledMillis;

    HearingClock(int tickMillis) {
        this.tickMillis = tickMillis;
    }

    /** Whether this is the first time seen. */
    boolean start(long nowMillis) {
        if (lastMillis != UNSET) {
            return false;
        }
        lastMillis = nowMillis;
        return true;
    }

    /**
     * Moves on to {@code nowMillis} by at most one tick; by nothing where this call comes more than
     * two ticks after the one before, unless that one did, too.
     */
    void advance(long nowMillis) {
        long gap = nowMillis - lastMillis;
        lastMillis = nowMillis;
        boolean late = gap > 2L * tickMillis;
        if (gap > tickMillis) {
            long stalled = stalledMillis;
            stalledMillis = stalled + (late && !lateBefore ? gap : gap - tickMillis);
        }
        lateBefore = late;
    }

    /** Moves on to {@code nowMillis} however far that is: what was before no longer matters. */
    void skipTo(long nowMillis) {
        lastMillis = nowMillis;
        lateBefore = false;
    }

    /** The caller's time in this clock's. */
    long toHearing(long millis) {
        return millis - stalledMillis;
    }

    /** This clock's time in the caller's, as if no further stall came. */
    long toCaller(long millis) {
        return millis + stalledMillis;
    }
}
