package zabra.peer;

import zabra.protocol.OpCode;

/**
 * A connection's counters, for operators. Written by the lane's thread, read by any: a reader may
 * see numbers that do not belong to one moment, which is all that the four-letter words promise.
 */
public final class ConnectionStats {
    private final long establishedMillis;
    private volatile boolean resetWanted;
    private long received;
    private long sent;
    private OpCode lastOperation;
    private long lastCxid = -1;
    private long lastZxid = -1;
    private long lastResponseMillis;
    private long lastLatency;
    private long minLatency = Long.MAX_VALUE;
    private long maxLatency;
    private long totalLatency;

    ConnectionStats(long establishedMillis) {
        this.establishedMillis = establishedMillis;
    }

    void onReceived() {
        if (resetWanted) {
            reset();
        }
        received++;
    }

    void onRequest(OpCode op, int xid) {
        lastOperation = op;
        if (xid > 0) {
            lastCxid = xid;
        }
    }

    void onSent(long zxid, long latencyMillis, long nowMillis) {
        sent++;
        lastZxid = zxid;
        lastResponseMillis = nowMillis;
        lastLatency = latencyMillis;
        totalLatency += latencyMillis;
        minLatency = Math.min(minLatency, latencyMillis);
        maxLatency = Math.max(maxLatency, latencyMillis);
    }

    private void reset() {
        resetWanted = false;
        received = 0;
        sent = 0;
        lastOperation = null;
        lastCxid = -1;
        lastZxid = -1;
        lastResponseMillis = 0;
        lastLatency = 0;
        minLatency = Long.MAX_VALUE;
        maxLatency = 0;
        totalLatency = 0;
    }

    /** Starts the counters anew, with the next request. Any thread. */
    public void requestReset() {
        resetWanted = true;
    }

    public long establishedMillis() {
        return establishedMillis;
    }

    public long received() {
        return resetWanted ? 0 : received;
    }

    public long sent() {
        return resetWanted ? 0 : sent;
    }

    /** Null before the first request. */
    public OpCode lastOperation() {
        return resetWanted ? null : lastOperation;
    }

    public long lastCxid() {
        return resetWanted ? -1 : lastCxid;
    }

    public long lastZxid() {
        return resetWanted ? -1 : lastZxid;
    }

    /** Monotonic milliseconds; 0 for none. */
    public long lastResponseMillis() {
        return resetWanted ? 0 : lastResponseMillis;
    }

    public long lastLatency() {
        return resetWanted ? 0 : lastLatency;
    }

    public long minLatency() {
        return resetWanted || minLatency == Long.MAX_VALUE ? 0 : minLatency;
    }

    public long averageLatency() {
        return resetWanted || sent == 0 ? 0 : totalLatency / sent;
    }

    public long maxLatency() {
        return resetWanted ? 0 : maxLatency;
    }
}
