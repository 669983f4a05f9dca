package zabra.consensus;

/**
 * What decides when a transaction is history: the seam between the replica and the ensemble. A pure
 * machine: events come in as calls, effects go out, during the call, through the {@link Effects} it
 * was made with. Transactions are opaque bytes with a zxid.
 *
 * <p>Replica thread only. {@link Alone} commits what is durable here; {@link
 * zabra.consensus.zab.Zab} agrees with an ensemble.
 */
public interface Consensus {
    /** True while this server may propose: it leads an established epoch, or is alone. */
    boolean isPrimary();

    /** The zxid of the next proposal. Only while primary. */
    long nextZxid();

    /** A transaction of this primary, with {@link #nextZxid}. */
    void propose(long zxid, byte[] txn);

    /** All that was appended up to {@code zxid} is safe on this server's disk. */
    void durable(long zxid);

    /**
     * Asks for {@link Effects#reached} once this server has proof, newer than this call, that it
     * still is primary, and all that was proposed before this call is delivered. Only while
     * primary; one that is deposed meanwhile never answers.
     *
     * @param token handed back; tokens are answered in the order of the calls
     */
    void barrier(long token);
}
