package zabra.consensus.zab;

/**
 * Who follows a leader at one moment, counted, for operators.
 *
 * @param learners that said who they are
 * @param syncedFollowers voters that serve clients
 * @param syncedNonVoting followers without a vote that serve clients
 * @param syncedObservers observers that serve clients
 * @param pendingSyncs that are being brought to the leader's history
 */
public record Census(
        int learners,
        int syncedFollowers,
        int syncedNonVoting,
        int syncedObservers,
        int pendingSyncs) {
    /** Of a server that does not lead. */
    public static final Census NONE = new Census(0, 0, 0, 0, 0);
}
