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
    private volatile boolean sizesResetWanted;
    private int outstanding;
    private int replyBytesLast = -1;
    private int replyBytesMin = Integer.MAX_VALUE;
    private int replyBytesMax = -1;

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

    /**
     * @param replyBytes the size of a reply with a body; -1 for what counts for no size
     */
    void countSent(int replyBytes) {
        sentNow++;
        if (replyBytes >= 0) {
            countSize(replyBytes);
        }
    }

    private void countSize(int bytes) {
        if (sizesResetWanted) {
            sizesResetWanted = false;
            replyBytesMin = Integer.MAX_VALUE;
            replyBytesMax = -1;
        }
        replyBytesLast = bytes;
        replyBytesMin = Math.min(replyBytesMin, bytes);
        replyBytesMax = Math.max(replyBytesMax, bytes);
    }

    /** A read that the lane answered itself; its sending is counted apart. */
    void countLocalRead(int replyBytes) {
        localReadsNow++;
        countSize(replyBytes);
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

    /** The sizes of replies start anew with the next one. Any thread. */
    public void resetReplySizes() {
        sizesResetWanted = true;
    }

    /** The last reply's size in bytes; -1 before the first. */
    public int replyBytesLast() {
        return sizesResetWanted ? -1 : replyBytesLast;
    }

    /** The smallest reply's size in bytes; -1 before the first. */
    public int replyBytesMin() {
        return replyBytesMax() < 0 ? -1 : replyBytesMin;
    }

    /** The largest reply's size in bytes; -1 before the first. */
    public int replyBytesMax() {
        return sizesResetWanted ? -1 : replyBytesMax;
    }
}
