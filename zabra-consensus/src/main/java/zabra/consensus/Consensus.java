package zabra.consensus;

/**
 * What decides when a transaction is history: the seam between the replica and the ensemble. A pure
 * machine: events come in as calls, effects go out through {@link Effects} during the call.
 * Transactions are opaque bytes with a zxid.
 *
 * <p>Replica thread only. An implementation for one server ({@link Alone}) commits what is durable
 * here; one for an ensemble adds its own events (messages, ticks) and effects (sends, role
 * changes).
 */
public interface Consensus {
    /** True while this server may propose: it leads, or is alone. */
    boolean isPrimary();

    /** The zxid of the next proposal. Only while primary. */
    long nextZxid();

    /** A transaction of this primary, with {@link #nextZxid}. */
    void propose(long zxid, byte[] txn, Effects effects);

    /** All that was appended up to {@code zxid} is safe on this server's disk. */
    void durable(long zxid, Effects effects);
}
