package zabra.consensus.zab;

import zabra.consensus.quorum.Membership;

/**
 * What a member is told before it starts.
 *
 * @param sid its number
 * @param membership the ensemble's config; it need not contain this server, which then follows
 *     without a vote
 * @param observer whether it only observes
 * @param tickMillis the unit of the limits
 * @param initLimit ticks of silence that discovery and synchronization may have, each
 * @param syncLimit ticks within which the other side must be heard
 * @param windowTxns recent transactions kept in memory for learners, at least
 * @param windowBytes more than {@code windowTxns} are kept up to this many bytes
 * @param alwaysSnapshot learners are always synchronized by a snapshot, unless they miss nothing
 * @param electionWaitMillis silence that ends an election in which not every voter has spoken
 * @param lastCounter of an epoch that this server leads: the next epoch follows
 */
public record ZabOptions(
        long sid,
        Membership membership,
        boolean observer,
        int tickMillis,
        int initLimit,
        int syncLimit,
        int windowTxns,
        long windowBytes,
        boolean alwaysSnapshot,
        int electionWaitMillis,
        long lastCounter) {
    /** The last counter of all is never used, as in ZooKeeper. */
    public static final long COUNTER_MAX = 0xffff_fffeL;

    /** A voter, or what the config says of it, with the defaults of what is not given. */
    public static ZabOptions of(
            long sid, Membership membership, int tickMillis, int initLimit, int syncLimit) {
        boolean observer =
                membership.members().containsKey(sid)
                        && !membership.members().get(sid).isParticipant();
        return new ZabOptions(
                sid,
                membership,
                observer,
                tickMillis,
                initLimit,
                syncLimit,
                500,
                8L << 20,
                false,
                200,
                COUNTER_MAX);
    }

    /** The same with shorter epochs, for tests. */
    public ZabOptions withLastCounter(long counter) {
        return new ZabOptions(
                sid,
                membership,
                observer,
                tickMillis,
                initLimit,
                syncLimit,
                windowTxns,
                windowBytes,
                alwaysSnapshot,
                electionWaitMillis,
                counter);
    }

    /** Whether this server's votes and acknowledgements count. */
    public boolean isVoter() {
        return !observer && membership.isVoter(sid);
    }
}
