package zabra.protocol.quorum;

import java.util.List;
import zabra.protocol.Id;
import zabra.protocol.txn.LoggedTxn;

/**
 * What a leader and its learners say to each other. {@link QuorumCodec} has the bytes.
 *
 * <p>The packets of the wire all have a zxid, data and identities; a message has only what means
 * something in its kind. What has no meaning is passed over when read, and written as ZooKeeper
 * writes it. Arrays belong to the message: nobody changes them.
 */
public sealed interface QuorumMessage {
    // From learners.

    /**
     * The first message of a follower.
     *
     * @param acceptedEpoch the highest epoch it has promised, a signed 32-bit number
     * @param info who it is
     */
    record FollowerInfo(long acceptedEpoch, LearnerInfo info) implements QuorumMessage {}

    /** The first message of an observer; as {@link FollowerInfo}. */
    record ObserverInfo(long acceptedEpoch, LearnerInfo info) implements QuorumMessage {}

    /**
     * Promises the epoch of a {@link LeaderInfo}.
     *
     * @param lastZxid the last transaction in the learner's log
     * @param currentEpoch the epoch whose history it holds; {@link #ALREADY_ACCEPTED} where it had
     *     promised this epoch before: then it is not compared with the leader's
     */
    record AckEpoch(long lastZxid, int currentEpoch) implements QuorumMessage {
        public static final int ALREADY_ACCEPTED = -1;
    }

    /**
     * The proposal is durable here; with counter 0, the history up to {@link NewLeader}, or that of
     * {@link UpToDate}, is.
     */
    record Ack(long zxid) implements QuorumMessage {}

    /**
     * A client's request that the leader must order.
     *
     * @param sessionId the client's session
     * @param cxid the request's xid in it
     * @param opCode the operation's number; not checked
     * @param body the request's record
     * @param authInfo who the client is; null in requests that servers make
     */
    record Request(long sessionId, int cxid, int opCode, byte[] body, List<Id> authInfo)
            implements QuorumMessage {}

    /**
     * The answer to a {@link Ping}.
     *
     * @param zxid that of the ping
     * @param touches sessions heard from since the last answer
     */
    record PingReply(long zxid, List<SessionTouch> touches) implements QuorumMessage {}

    /** Asks whether a session that came to this learner is alive; it moves here if so. */
    record Revalidate(long sessionId, int timeoutMillis) implements QuorumMessage {}

    // From leaders.

    /**
     * The epoch that the leader proposes.
     *
     * @param epoch a signed 32-bit number
     * @param protocolVersion {@link LearnerInfo#PROTOCOL_VERSION}
     * @param ranges said to a learner that offered it: from now on one {@link Ack}, and one {@link
     *     Commit}, stands for all proposals of the epoch up to it
     */
    record LeaderInfo(long epoch, int protocolVersion, boolean ranges) implements QuorumMessage {
        /** As ZooKeeper sends it. */
        public LeaderInfo(long epoch, int protocolVersion) {
            this(epoch, protocolVersion, false);
        }
    }

    /** The learner's history is a prefix of what follows, which reaches to {@code zxid}. */
    record Diff(long zxid) implements QuorumMessage {}

    /** The learner must forget what it has after {@code zxid}. */
    record Trunc(long zxid) implements QuorumMessage {}

    /**
     * A whole state follows as raw bytes, behind this message: a snapshot's body, and a signature.
     *
     * @param zxid the last transaction that is certainly inside
     */
    record Snap(long zxid) implements QuorumMessage {}

    /**
     * All that belongs to the epoch's initial history was sent.
     *
     * @param epoch a signed 32-bit number
     * @param config text of the leader's last seen config; null to learners of old protocols
     */
    record NewLeader(long epoch, String config) implements QuorumMessage {}

    /** A quorum holds the initial history: serve. */
    record UpToDate() implements QuorumMessage {}

    /**
     * A transaction to log, and acknowledge.
     *
     * @param zxid that of the transaction; checked to be
     * @param txn a {@link LoggedTxn}; its header is there, the rest is not checked
     */
    record Proposal(long zxid, byte[] txn) implements QuorumMessage {}

    /** The proposal is history. */
    record Commit(long zxid) implements QuorumMessage {}

    /** The proposal, a new config, is history; what comes next is up to that leader. */
    record CommitAndActivate(long zxid, long designatedLeader) implements QuorumMessage {}

    /** A transaction that is history, for an observer; as in {@link Proposal}. */
    record Inform(long zxid, byte[] txn) implements QuorumMessage {}

    /** A new config that is history, for an observer; as in {@link CommitAndActivate}. */
    record InformAndActivate(long zxid, long designatedLeader, byte[] txn)
            implements QuorumMessage {}

    /**
     * I live; do you?
     *
     * @param zxid the last proposed
     */
    record Ping(long zxid) implements QuorumMessage {}

    /** The answer to a {@link Revalidate}. */
    record Revalidated(long sessionId, boolean valid) implements QuorumMessage {}

    /** All that was committed before the learner's oldest unanswered sync request was sent. */
    record Sync() implements QuorumMessage {}

    // Only between servers of Zabra, where LeaderInfo has agreed on ranges.

    /**
     * From a leader that is about to stop, and still leads: that server will be its successor. Keep
     * the epoch for it, and connect to it; answer with {@link Prepared}.
     *
     * @param epoch of the successor, a signed 32-bit number
     */
    record Prepare(long successor, long epoch) implements QuorumMessage {}

    /** The epoch of {@link Prepare} is on this learner's disk, promised to nobody else. */
    record Prepared(long epoch) implements QuorumMessage {}

    /**
     * The leader's last word: it leads no more, and that server is to lead next. All that it ever
     * proposed was committed, and sent before this; what else it was asked it has forgotten.
     *
     * @param successor who leads next; perhaps the same server in a new epoch
     * @param zxid the last transaction
     * @param round of election in which the successor counts as elected
     */
    record HandOver(long successor, long zxid, long round) implements QuorumMessage {}
}
