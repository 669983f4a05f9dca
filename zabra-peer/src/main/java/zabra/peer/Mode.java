package zabra.peer;

/** What a server does with requests. */
enum Mode {
    /** Makes transactions of them: it stands alone, or leads. */
    PRIMARY,
    /** Passes them on to the leader. */
    LEARNER,
    /** Finishes what it has accepted, and accepts no more. */
    LEAVING,
    /** Has no part in a quorum: nobody is served. */
    IDLE
}
