package zabra.consensus.zab;

import zabra.protocol.quorum.QuorumMessage;

/** What a member does at present; it owns the links. Ends with {@link #close}. */
sealed interface Phase permits Looking, Leading, Learning, Resigned {
    /** Lets go of all links and does nothing more. */
    void close();

    void accepted(Link link);

    void message(Link link, QuorumMessage message);

    void closed(Link link);

    /** A history or a state that goes over the link, either way, moves on. */
    default void progress(Link link) {}

    /** More of the log is durable. */
    void durable();

    /**
     * The oldest durable step of those asked is done, and {@link History} knows.
     *
     * @param done false for a truncation that changed nothing
     */
    void stored(boolean done);

    /** Does what is due. */
    void time();

    /** When something is due; {@link Long#MAX_VALUE} for never. */
    long nextMillis();

    /** The server that leads; -1 while nobody is known to. */
    long leader();
}
