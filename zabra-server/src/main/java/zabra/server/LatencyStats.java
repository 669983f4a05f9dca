package zabra.server;

/**
 * Latencies in milliseconds. One thread adds, any reads: numbers read together may be of slightly
 * different moments.
 */
final class LatencyStats {
    private volatile boolean resetWanted;
    private long count;
    private long total;
    private long min = Long.MAX_VALUE;
    private long max;

    void add(long millis) {
        if (resetWanted) {
            resetWanted = false;
            count = 0;
            total = 0;
            min = Long.MAX_VALUE;
            max = 0;
        }
        count++;
        total += millis;
        min = Math.min(min, millis);
        max = Math.max(max, millis);
    }

    /** Starts anew with the next value. Any thread. */
    void requestReset() {
        resetWanted = true;
    }

    long count() {
        return resetWanted ? 0 : count;
    }

    long total() {
        return resetWanted ? 0 : total;
    }

    long min() {
        return resetWanted || count == 0 ? 0 : min;
    }

    long max() {
        return resetWanted ? 0 : max;
    }

    double average() {
        return count() == 0 ? 0 : (double) total() / count();
    }
}
