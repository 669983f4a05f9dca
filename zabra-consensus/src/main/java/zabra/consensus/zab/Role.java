package zabra.consensus.zab;

/** What a member of an ensemble does. */
public enum Role {
    /** Finishing what the last role left on the disk, then electing. */
    LOOKING,
    /** Elected to lead: discovering, synchronizing, or established. */
    LEADING,
    /** A voter, or a server that the config does not know, that follows a leader. */
    FOLLOWING,
    /** Follows without a vote. */
    OBSERVING
}
