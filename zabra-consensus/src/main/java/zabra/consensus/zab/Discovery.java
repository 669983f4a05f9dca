package zabra.consensus.zab;

import java.util.Set;
import java.util.TreeSet;
import zabra.consensus.quorum.Quorums;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;

/**
 * How a leader gets its epoch: it is greater than all that a quorum has promised, and a quorum
 * promises it; nobody in that quorum has a newer history. Who does not vote is passed over.
 */
final class Discovery {
    private final Quorums quorums;
    private final long ownEpoch;
    private final long ownZxid;
    private final Set<Long> reported = new TreeSet<>();
    private final Set<Long> promised = new TreeSet<>();
    private long greatest;

    /**
     * @param greatest the greatest epoch that is known to have been promised
     */
    Discovery(ZabOptions options, History history, long greatest) {
        quorums = options.membership().quorums();
        ownEpoch = history.currentEpoch();
        ownZxid = history.lastLogged();
        this.greatest = Math.max(greatest, history.acceptedEpoch());
        reported.add(options.sid());
    }

    void reported(LearnerState learner) {
        if (learner.isVoter()) {
            reported.add(learner.sid());
            greatest = Math.max(greatest, learner.acceptedEpoch());
        }
    }

    boolean hasReports() {
        return quorums.containsQuorum(reported);
    }

    /** The epoch to be, once enough have reported. */
    long nextEpoch() {
        if (greatest >= Member.EPOCH_MAX) {
            throw new IllegalStateException("no epoch is left after " + Member.EPOCH_MAX);
        }
        return greatest + 1;
    }

    /** The promise of this server is on its disk. */
    void promisedHere(long sid) {
        promised.add(sid);
    }

    /** Counts a promise, where it is one. */
    void promised(LearnerState learner, AckEpoch ack) throws Breach {
        // One given before was given, perhaps, to another leader of the same number.
        if (!learner.isVoter() || ack.currentEpoch() == AckEpoch.ALREADY_ACCEPTED) {
            return;
        }
        boolean newer =
                ack.currentEpoch() == ownEpoch
                        ? ack.lastZxid() > ownZxid
                        : ack.currentEpoch() > ownEpoch;
        if (newer) {
            throw new Breach("server " + learner.sid() + " is ahead: " + ack);
        }
        if (ack.lastZxid() >= 0) {
            promised.add(learner.sid());
        }
    }

    boolean isPromised() {
        return quorums.containsQuorum(promised);
    }
}
