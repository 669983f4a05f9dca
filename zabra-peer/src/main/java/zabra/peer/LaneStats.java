package zabra.peer;

/**
 * Counters of one lane. Written by the lane's thread alone, read by anybody: a reader may see a
 * value that is a little old, never a torn one.
 */
public final class LaneStats {
    private volatile long received;
    private volatile long sent;
    private volatile long bytesReceived;
    private volatile long localReads;
    private int outstanding;

    // A volatile write per request would cost a fence each: the lane counts in plain fields and
    // publishes once per batch.
    private long receivedNow;
    private long sentNow;
    private long bytesReceivedNow;
    private long localReadsNow;

    void countReceived(int bytes) {
        receivedNow++;
        bytesReceivedNow += bytes;
    }

    void countSent() {
        sentNow++;
    }

    void countLocalRead() {
        localReadsNow++;
    }

    void setOutstanding(int requests) {
        outstanding = requests;
    }

    void publish() {
        received = receivedNow;
        sent = sentNow;
        bytesReceived = bytesReceivedNow;
        localReads = localReadsNow;
    }

    /** Requests in the replica's hands. */
    public int outstanding() {
        return outstanding;
    }

    /** Requests taken. */
    public long received() {
        return received;
    }

    /** Replies and events given. */
    public long sent() {
        return sent;
    }

    /** Bytes of requests taken. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Reads answered by the lane itself: their latency is below a millisecond. */
    public long localReads() {
        return localReads;
    }
}
