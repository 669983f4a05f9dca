package zabra.peer.ensemble;

import zabra.protocol.quorum.Notification;

/**
 * The other servers, as a port; answers come through {@link EnsembleInbox}. Replica thread only;
 * nothing here blocks.
 */
public interface EnsemblePort {
    /** Sends a vote; a later one to the same server replaces one that has not left yet. */
    void sendVote(long sid, Notification notification);

    /** Tries anew to reach the voters to whom no election connection stands. */
    void dialVoters();

    /**
     * Connects to that server's quorum port, once: {@code dialed} or {@code dialFailed} follows.
     */
    void dialLeader(long sid);

    /**
     * Looks up in the log, on another thread, what {@link zabra.consensus.zab.Zab#onLocated} says;
     * {@code located} follows.
     */
    void locate(PeerLink link, long zxid);

    /** All that was queued, on links and of votes, may leave now. */
    void flush();
}
