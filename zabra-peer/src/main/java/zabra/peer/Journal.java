package zabra.peer;

/**
 * The way to the transaction log. The replica thread appends and flushes; whoever writes answers
 * with {@link Replica#durable} once everything up to a zxid is safe on disk.
 */
public interface Journal {
    /** Adds one transaction to the next batch; the array is not changed afterwards. */
    void append(long zxid, byte[] txn);

    /** The transactions appended from now on go to a new file. */
    void roll();

    /** Hands over what was appended since the last flush, as one batch. */
    void flush();
}
