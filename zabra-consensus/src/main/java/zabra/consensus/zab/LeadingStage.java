package zabra.consensus.zab;

/** What a leader waits for; the limit of each is the same. */
enum LeadingStage {
    /** The epochs that a quorum has promised. */
    DISCOVERING,
    /** The own promise on disk. */
    PROMISING,
    /** A quorum's promises. */
    GATHERING,
    /** The current epoch on disk, and a quorum that has the history. */
    SYNCHRONIZING,
    /** Nothing: it is primary. */
    ESTABLISHED,
    /** Nothing: another phase acts. */
    OVER
}
