package zabra.consensus.zab;

/** What a learner waits for. */
enum LearningStage {
    /** The connection. */
    DIALING,
    /** LEADERINFO. */
    INTRODUCED,
    /** The accepted epoch on disk. */
    PROMISING,
    /** How synchronization begins. */
    PROMISED,
    /** The log to be cut. */
    TRUNCATING,
    /** The bytes of the state. */
    RECEIVING,
    /** The state on disk. */
    INSTALLING,
    /** NEWLEADER. */
    SYNCHRONIZING,
    /** The initial history, then the current epoch, on disk. */
    STORING,
    /** UPTODATE. */
    SYNCHRONIZED,
    /** Nothing: it follows. */
    SERVING,
    /** Nothing: another phase acts. */
    OVER;

    /** Whether it waits for its own disk: the leader, who has done its part, may be silent. */
    boolean isOwnWork() {
        return this == PROMISING || isSynchronizingWork();
    }

    /** The same, while the leader waits for the acknowledgement of NEWLEADER. */
    boolean isSynchronizingWork() {
        return this == TRUNCATING || this == INSTALLING || this == STORING;
    }
}
