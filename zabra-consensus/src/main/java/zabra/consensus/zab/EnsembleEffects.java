package zabra.consensus.zab;

import java.util.List;
import zabra.consensus.Effects;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.SessionTouch;

/**
 * What {@link Zab} asks of the replica and its ports. Called only during an event, in the order to
 * be done.
 *
 * <p>The durable steps ({@code append}, {@code storeAcceptedEpoch}, {@code storeCurrentEpoch},
 * {@code truncate}, {@code installSnapshot}) are done one after the other in the order of these
 * calls: when one is reported done, all asked before it are on disk. A step that fails ends the
 * process.
 */
public interface EnsembleEffects extends Effects {
    // ---- election port

    /** Sends a vote; a later one to the same server replaces one that has not left yet. */
    void vote(long sid, Notification notification);

    /** Tries anew to reach the voters that no election connection reaches. */
    void dialVoters();

    // ---- quorum port

    /**
     * Connect to that server's quorum port; answer with {@code onDialed} or {@code onDialFailed}.
     */
    void dialLeader(long sid);

    /**
     * Sends SNAP and the state as of now behind what is queued on the link.
     *
     * @return the zxid of that state: what was delivered and is applied
     */
    long sendSnapshot(Link link);

    /** Answer with {@code onLocated}: where the log and {@code zxid} of that learner part. */
    void locate(Link link, long zxid);

    // ---- durable steps

    /** Answer with {@code onAcceptedEpochStored}. */
    void storeAcceptedEpoch(long epoch);

    /** Answer with {@code onCurrentEpochStored}. */
    void storeCurrentEpoch(long epoch);

    /**
     * Forget all after {@code zxid}, in the log, in snapshots and, where it was applied already, in
     * the tree. Answer with {@code onTruncated}.
     */
    void truncate(long zxid);

    /**
     * The state received on this link, that of {@code zxid}, replaces tree, log and snapshots;
     * durable before what it replaces is deleted. Answer with {@code onSnapshotInstalled}.
     */
    void installSnapshot(Link link, long zxid);

    /**
     * Only what is applied after {@code zxid} can be held against digests. A state that ZooKeeper
     * sends holds parts of transactions that come behind it, and the tree is no transaction's until
     * the last of them is applied.
     *
     * @param zxid {@link Long#MAX_VALUE} while that one is not known: before the state is installed
     */
    void comparableAfter(long zxid);

    /**
     * What this server has, an empty database where it has none, is one that it may vote with, also
     * after a restart. Answer with {@code onAdmitted}.
     */
    void admit();

    // ---- serving

    /** The role has changed; a server that was serving no longer does. */
    void role(Role role);

    /**
     * Clients are welcome from now on: an epoch is established and this server is part of it. All
     * that was delivered is committed.
     *
     * @param leader the sid that leads, perhaps this server's own
     */
    void serve(long leader, long epoch);

    /**
     * A learner in good standing asks something that is no matter of consensus: {@link
     * QuorumMessage.Request}, {@link QuorumMessage.Revalidate}. Only while serving as leader.
     */
    void fromLearner(Link link, long sid, QuorumMessage message);

    /** A learner's sessions heard from. Only while serving as leader. */
    void touched(Link link, List<SessionTouch> touches);

    /** This link of a learner that asked something, or might have, is no more. */
    void learnerGone(Link link);

    /** The leader answers: {@link QuorumMessage.Revalidated}, {@link QuorumMessage.Sync}. */
    void fromLeader(QuorumMessage message);

    /** Sessions heard from since the last call, to be told to the leader. */
    List<SessionTouch> touches();

    /**
     * Like {@link #deliver}, of what may yet be undone: this server is on its way into an epoch
     * that is not established. It must not be shown to anybody before {@link #serve}.
     */
    void deliverEarly(long zxid);

    /**
     * Another leader is about to take over by the word of this one, and all that this one proposed
     * is delivered. {@link #role} follows, and then {@link #serve} before long, or {@code LOOKING}
     * where it fails: until then clients may be held on to. What was passed on to the leader and
     * has not become a transaction by now, it has forgotten.
     */
    void hold();

    /**
     * The first answer to {@link Zab#resign}: leadership, if this server had it, is handed over, or
     * cannot be. Clients should go.
     */
    void resigned();

    /** The answer to {@link Zab#leave}: the process may end. */
    void left();
}
