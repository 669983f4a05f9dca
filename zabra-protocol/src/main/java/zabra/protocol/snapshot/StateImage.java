package zabra.protocol.snapshot;

/**
 * The whole replicated state at one zxid, unchanging while writes go on. Read by one thread at a
 * time, any thread.
 */
public interface StateImage {
    /** The last transaction inside. */
    long lastZxid();

    /** The tree digest (version 2) at {@link #lastZxid}. */
    long digest();

    /** The number of znodes that {@link #accept} will hand over. */
    long znodeCount();

    /** Hands over every piece in the order of {@link StateVisitor}. */
    void accept(StateVisitor visitor);
}
