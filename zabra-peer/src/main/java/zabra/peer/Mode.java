package zabra.peer;

/** What a server does with requests. */
enum Mode {
    /** Makes transactions of them: it stands alone, or leads. */
    PRIMARY,
    /** Passes them on to the leader. */
    LEARNER,
    /** Finishes what it has accepted, and accepts no more. */
    LEAVING,
    /** Between two leaders, the second by the word of the first: what comes waits for it. */
    HOLDING,
    /** Cut off from the quorum: lets clients read that say they accept it. */
    READ_ONLY,
    /** Has no part in a quorum: nobody is served. */
    IDLE
}
