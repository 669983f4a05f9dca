package zabra.server.config;

import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.MemberOptions;

/**
 * A server as a member of an ensemble.
 *
 * @param sid its number, as in {@code myid}; a member of {@code membership}
 * @param membership the servers of the ensemble; version 0 unless a dynamic file's name has one
 * @param observer whether it has no vote
 * @param initLimit ticks that discovery and synchronization may take, each; positive
 * @param syncLimit ticks within which the other side must be heard; positive
 * @param windowTxns recent transactions kept in memory for learners, at least ({@code
 *     commitLogCount})
 * @param historyShare log is read for a learner up to this share of a snapshot's size ({@code
 *     snapshotSizeFactor}); negative for never
 * @param alwaysSnapshot learners that miss anything get a snapshot ({@code forceSnapshotSync})
 * @param mayBegin without any data, whether the voters may begin anew where none of them has any
 *     ({@code db.autocreate=agreed})
 * @param ports how other servers are met
 * @param clients how clients are treated ({@code localSessionsEnabled}, {@code
 *     localSessionsUpgradingEnabled}, {@code readonlymode.enabled})
 */
public record EnsembleConfig(
        long sid,
        Membership membership,
        boolean observer,
        int initLimit,
        int syncLimit,
        int windowTxns,
        double historyShare,
        boolean alwaysSnapshot,
        boolean mayBegin,
        QuorumPortsConfig ports,
        MemberOptions clients) {

    /** This server's own line. */
    public Member self() {
        return membership.members().get(sid);
    }
}
