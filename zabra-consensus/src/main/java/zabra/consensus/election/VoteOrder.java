package zabra.consensus.election;

import zabra.consensus.election.Election.Vote;
import zabra.consensus.quorum.Quorums;

/**
 * Which of two votes is better: the one for the later epoch, then for the longer history, then for
 * the larger number. Who has no weight, or is no voter, is worse than all others, for nobody may
 * elect it.
 *
 * @param quorums who has weight
 */
record VoteOrder(Quorums quorums) {
    /** Whether {@code vote} is better than {@code other}; their rounds do not matter. */
    boolean isBetter(Vote vote, Vote other) {
        if (quorums.weight(vote.leader()) == 0) {
            return false;
        }
        if (quorums.weight(other.leader()) == 0) {
            return true;
        }
        if (vote.peerEpoch() != other.peerEpoch()) {
            return vote.peerEpoch() > other.peerEpoch();
        }
        if (vote.zxid() != other.zxid()) {
            return vote.zxid() > other.zxid();
        }
        return vote.leader() > other.leader();
    }
}
