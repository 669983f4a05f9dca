package zabra.server.run;

/** How long log syncs took. Written by the journal thread, read by any. */
public final class SyncStats {
    private long count;
    private long totalMillis;
    private long minMillis = Long.MAX_VALUE;
    private long maxMillis;

    synchronized void synced(long nanos) {
        long millis = nanos / 1_000_000;
        count++;
        totalMillis += millis;
        minMillis = Math.min(minMillis, millis);
        maxMillis = Math.max(maxMillis, millis);
    }

    /** Starts anew. */
    public synchronized void reset() {
        count = 0;
        totalMillis = 0;
        minMillis = Long.MAX_VALUE;
        maxMillis = 0;
    }

    public synchronized long count() {
        return count;
    }

    public synchronized long totalMillis() {
        return totalMillis;
    }

    public synchronized long minMillis() {
        return count == 0 ? 0 : minMillis;
    }

    public synchronized long maxMillis() {
        return maxMillis;
    }
}
