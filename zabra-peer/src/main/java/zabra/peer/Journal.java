package zabra.peer;

import zabra.peer.durable.DurableStep;

/**
 * The way to the transaction log and what stands beside it on disk. The replica thread appends,
 * flushes and asks for steps; whoever writes answers with {@link Replica#durable} once everything
 * up to a zxid is safe on disk, and with each step's outcome once it is done.
 */
public interface Journal {
    /** Adds one transaction to the next batch; the array is not changed afterwards. */
    void append(long zxid, byte[] txn);

    /** The transactions appended from now on go to a new file. */
    void roll();

    /** Hands over what was appended since the last flush, as one batch. */
    void flush();

    /**
     * Hands over what was appended, and then a step, to be done when all that was appended before
     * is synced and reported durable. Answered with the step and its {@link
     * zabra.peer.durable.Outcome}, in the order of the calls; what is appended later is written
     * after it.
     *
     * <p>From a {@link DurableStep.Truncate} or {@link DurableStep.Install} to its outcome nothing
     * is to be appended and no snapshot to be saved: what they would follow is not known yet.
     */
    void perform(DurableStep step);
}
