package zabra.consensus.election;

import zabra.consensus.quorum.Membership;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;

/**
 * Fast leader election of one member: a hint of who should lead. Safety does not depend on it. A
 * pure machine: each event carries the time.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Election {
    /** What an election asks for. Called during events. */
    public interface Effects {
        /** To another server, never to oneself. */
        void send(long sid, Notification notification);

        /** Nobody answers: try anew to reach the voters. */
        void dialVoters();

        /** The vote is decided; {@link Election#settle} must follow. */
        void decided(Vote vote);
    }

    /**
     * @param leader the sid voted for; {@link Long#MIN_VALUE} where none may be
     * @param zxid the last transaction of that server
     * @param peerEpoch the current epoch of that server
     * @param round of election in which it was cast
     */
    public record Vote(long leader, long zxid, long peerEpoch, long round) {}

    /**
     * @param sid this server
     * @param votes whether it is a voter
     * @param waitMillis silence that ends an election in which not every voter has spoken
     */
    public Election(
            long sid, boolean votes, Membership membership, int waitMillis, Effects effects) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins a new round.
     *
     * @param lastZxid of the log; -1: must not vote, only learn who leads
     */
    public void look(long lastZxid, long currentEpoch, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins a new round as a server that is about to stop and votes for its successor, at once and
     * for good: it decides nothing itself.
     */
    public void leave(long successor, long lastZxid, long currentEpoch, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** The role that follows a decision: what others are told from now on. */
    public void settle(PeerState state) {
        throw new UnsupportedOperationException();
    }

    /** The epoch of the leader voted for is established. */
    public void refresh(long epoch) {
        throw new UnsupportedOperationException();
    }

    public void receive(long from, Notification notification, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** A voter that is not reachable is not waited for. */
    public void reachable(long sid, boolean reachable, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    public void tick(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE} for never. */
    public long nextMillis() {
        throw new UnsupportedOperationException();
    }

    public PeerState state() {
        throw new UnsupportedOperationException();
    }

    /** The vote as others are told it. */
    public Vote vote() {
        throw new UnsupportedOperationException();
    }
}
