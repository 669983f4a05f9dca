package zabra.consensus.election;

import zabra.consensus.election.Election.Vote;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;

/**
 * What a voter said last.
 *
 * @param state what it does
 * @param vote whom it votes for, or follows
 * @param version of its notification; 0 for an old one, which does not tell the peer epoch
 */
record Ballot(PeerState state, Vote vote, int version) {
    static Ballot of(Notification notification) {
        return new Ballot(
                notification.state(),
                new Vote(
                        notification.leader(),
                        notification.zxid(),
                        notification.peerEpoch(),
                        notification.electionEpoch()),
                notification.version());
    }

    /**
     * Whether both are for the same.
     *
     * <p>Members of a running ensemble joined it at different times and remember different zxids
     * and rounds: they agree where they follow the same leader in the same epoch. Who still looks
     * agrees with nothing less than the very same vote.
     */
    boolean agrees(Ballot other) {
        if (state == PeerState.LOOKING || other.state == PeerState.LOOKING) {
            return vote.equals(other.vote);
        }
        return vote.leader() == other.vote.leader()
                && (vote.peerEpoch() == other.vote.peerEpoch()
                        || (version == 0) != (other.version == 0));
    }
}
