package zabra.consensus.zab;

/** What the phases of a member share. */
interface Member {
    /** Epochs are signed 32-bit numbers in ZooKeeper's arithmetic. */
    long EPOCH_MAX = Integer.MAX_VALUE;

    ZabOptions options();

    EnsembleEffects effects();

    History history();

    Pace pace();

    Voting voting();

    Prospects prospects();

    Departure departure();

    default long now() {
        return pace().now();
    }

    /** Whether a time-out is over, and what may have come in time was seen. */
    default boolean isOver(long deadline) {
        return pace().isOver(deadline);
    }

    default long ticks(int ticks) {
        return (long) ticks * options().tickMillis();
    }

    /**
     * Ends the phase that calls, which must touch nothing any more, and looks for a leader.
     *
     * @param why for operators
     */
    void look(String why);

    /**
     * Ends the phase that calls, which must touch nothing any more: that server leads next, by the
     * word of the one that led. All that was proposed is delivered.
     *
     * @param round of election in which it counts as elected
     */
    void change(long leader, long round);

    /**
     * Ends the phase that calls, for good.
     *
     * @param successor whom to vote for; -1 for nobody
     * @param zxid the last transaction that the successor is known to have
     */
    void leave(long successor, long zxid);

    /** A voter has promised this epoch: a later leader here will ask for a greater one. */
    void sawEpoch(long epoch);
}
