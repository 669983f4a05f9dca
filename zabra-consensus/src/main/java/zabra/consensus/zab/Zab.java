package zabra.consensus.zab;

import zabra.consensus.Consensus;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;

/**
 * One member of an ensemble: elects, leads, follows or observes. A pure machine; see {@link
 * Consensus}. Before each batch of events {@link #time} tells it what time it is.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Zab implements Consensus {
    /** Nothing happens before {@link #start}. */
    public Zab(ZabOptions options, ZabState recovered, EnsembleEffects effects) {
        throw new UnsupportedOperationException();
    }

    // ---- time

    /** Begins to look for a leader. Once, after the first {@link #time}. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** It is {@code nowMillis}, monotonic, from any origin; does what was due by then. */
    public void time(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #time} must be called at the latest. */
    public long nextMillis() {
        throw new UnsupportedOperationException();
    }

    // ---- election port

    /** A vote came from that server. */
    public void onVote(long from, Notification notification) {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether an election connection with that server stands. One that is replaced by another does
     * not count as lost; one that was refused, or broke, does. Unknown servers count as reachable.
     */
    public void onReachable(long sid, boolean reachable) {
        throw new UnsupportedOperationException();
    }

    // ---- quorum port

    /** Somebody connected to this server's quorum port. */
    public void onAccepted(Link link) {
        throw new UnsupportedOperationException();
    }

    /** The connection asked for by {@code dialLeader} stands. */
    public void onDialed(long leader, Link link) {
        throw new UnsupportedOperationException();
    }

    /** That connection could not be made, this once. */
    public void onDialFailed(long leader) {
        throw new UnsupportedOperationException();
    }

    /** A message came on a link. Messages of links that were closed are passed over. */
    public void onMessage(Link link, QuorumMessage message) {
        throw new UnsupportedOperationException();
    }

    /** The whole state that follows a SNAP has come, and its signature was right. */
    public void onSnapshotReceived(Link link) {
        throw new UnsupportedOperationException();
    }

    /** A link broke, was closed by the other side, or brought bytes that mean nothing. */
    public void onClosed(Link link) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param found the greatest zxid, at most the one asked for, that the log of this server
     *     contains, or that a snapshot is the state of, with every later transaction up to the last
     *     durable one behind it in the log, readable and without a gap; -1 where there is none, or
     *     where reading it would cost more than a snapshot
     */
    public void onLocated(Link link, long found) {
        throw new UnsupportedOperationException();
    }

    // ---- durable steps

    public void onAcceptedEpochStored(long epoch) {
        throw new UnsupportedOperationException();
    }

    public void onCurrentEpochStored(long epoch) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param done false where nothing was changed, because the zxid is not in this server's history
     */
    public void onTruncated(boolean done) {
        throw new UnsupportedOperationException();
    }

    public void onSnapshotInstalled(long zxid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void durable(long zxid) {
        throw new UnsupportedOperationException();
    }

    // ---- the primary

    @Override
    public boolean isPrimary() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long nextZxid() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void propose(long zxid, byte[] txn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void barrier(long token) {
        throw new UnsupportedOperationException();
    }

    // ---- the learner

    /**
     * Passes something on to the leader: {@link QuorumMessage.Request}, {@link
     * QuorumMessage.Revalidate}. Only while serving as learner; lost where the leader is.
     */
    public void toLeader(QuorumMessage message) {
        throw new UnsupportedOperationException();
    }

    // ---- stopping

    /**
     * This server is about to stop. A leader takes no more proposals, waits a little for an
     * up-to-date follower, and votes for it; then {@code resigned}. Others are let go at once.
     * Until the process ends it does nothing more.
     */
    public void resign() {
        throw new UnsupportedOperationException();
    }

    // ---- what operators see

    public Role role() {
        throw new UnsupportedOperationException();
    }

    /** The server that leads; -1 while nobody is known to. */
    public long leader() {
        throw new UnsupportedOperationException();
    }

    /** As on disk. */
    public long acceptedEpoch() {
        throw new UnsupportedOperationException();
    }

    /** As on disk. */
    public long currentEpoch() {
        throw new UnsupportedOperationException();
    }
}
