package zabra.consensus;

/** What consensus asks of the replica. Called only during an event, in the order to be done. */
public interface Effects {
    /** Append to the log; answer with {@link Consensus#durable} once it is safe. */
    void append(long zxid, byte[] txn);

    /** All appended up to and including {@code zxid} is history: apply what is not yet applied. */
    void deliver(long zxid);

    /** The barrier of this token is reached, and all those before it. */
    void reached(long token);
}
