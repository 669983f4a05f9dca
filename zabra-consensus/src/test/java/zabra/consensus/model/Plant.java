package zabra.consensus.model;

/** Bugs that are planted around the machine, to see whether the net is tight. */
enum Plant {
    /** What is written counts as durable before it is synced. */
    REPORTS_DURABLE_BEFORE_SYNC,
    /** The promise of an epoch does not survive a crash. */
    FORGETS_ACCEPTED_EPOCH,
    /** After a restart the history ends with what was delivered, as if the rest was not logged. */
    RECOVERS_ONLY_WHAT_WAS_DELIVERED,
    /** A truncation leaves the records in the log. */
    TRUNCATES_IN_MEMORY_ONLY,
    /** A truncation leaves a snapshot that holds what was cut off. */
    KEEPS_NEWER_SNAPSHOTS,
    /** A server reckons with a config in which it is a quorum by itself. */
    COMMITS_WITHOUT_QUORUM
}
