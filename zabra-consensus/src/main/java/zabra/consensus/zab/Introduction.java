package zabra.consensus.zab;

import zabra.consensus.quorum.Membership;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.ObserverInfo;

/**
 * What a learner says of itself with its first message, checked.
 *
 * @param sid its number; negative for one that has none
 * @param follower whether it acknowledges proposals; an observer is only informed
 * @param voter whether what it acknowledges counts
 * @param ranges whether one acknowledgement, and one commit, stands for all before
 * @param acceptedEpoch the greatest that it has promised
 */
record Introduction(long sid, boolean follower, boolean voter, boolean ranges, long acceptedEpoch) {
    /** What this server says of itself. */
    static QuorumMessage by(ZabOptions options, long acceptedEpoch, boolean observes) {
        LearnerInfo info = LearnerInfo.withRanges(options.sid(), options.membership().version());
        return observes
                ? new ObserverInfo(acceptedEpoch, info)
                : new FollowerInfo(acceptedEpoch, info);
    }

    /**
     * @param anonymous the number for one that has none
     */
    static Introduction of(QuorumMessage message, ZabOptions options, long anonymous)
            throws Breach {
        return switch (message) {
            case FollowerInfo m -> of(m.info(), true, m.acceptedEpoch(), options, anonymous);
            case ObserverInfo m -> of(m.info(), false, m.acceptedEpoch(), options, anonymous);
            default -> throw new Breach("begins with " + message.getClass().getSimpleName());
        };
    }

    private static Introduction of(
            LearnerInfo info,
            boolean follower,
            long acceptedEpoch,
            ZabOptions options,
            long anonymous)
            throws Breach {
        Membership membership = options.membership();
        // One more epoch must be left for this server to ask for.
        boolean acceptable =
                info.protocolVersion() >= LearnerInfo.PROTOCOL_VERSION
                        && info.configVersion() <= membership.version()
                        && acceptedEpoch >= 0
                        && acceptedEpoch < Member.EPOCH_MAX
                        && (!info.hasSid() || (info.sid() >= 0 && info.sid() != options.sid()));
        if (!acceptable) {
            throw new Breach(info + " with epoch " + acceptedEpoch);
        }
        long sid = info.hasSid() ? info.sid() : anonymous;
        return new Introduction(
                sid, follower, follower && membership.isVoter(sid), info.ranges(), acceptedEpoch);
    }
}
