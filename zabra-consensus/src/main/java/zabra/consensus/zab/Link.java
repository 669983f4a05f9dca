package zabra.consensus.zab;

import java.util.List;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * One connection between a leader and a learner, from either side. Everything sent leaves in the
 * order of the calls, and not before the replica has done all it was asked in the same turn. What
 * is sent on a closed link is lost silently. Replica thread only.
 *
 * <p>Identity is the object: each connection is another link.
 */
public interface Link {
    /** Queues a message. */
    void send(QuorumMessage message);

    /**
     * Queues the logged transactions with zxids in {@code (after, upTo]}, each as a proposal
     * followed by its commit. They are read from this server's log as the learner takes them; all
     * of them are durable here and history. Where they cannot be read the link is closed.
     */
    void sendHistory(long after, long upTo);

    /**
     * The same of transactions from memory, oldest first. There may be many: where they are turned
     * into bytes, others must not wait for it.
     */
    default void sendHistory(List<Proposal> committed) {
        for (Proposal proposal : committed) {
            send(proposal);
            send(new Commit(proposal.zxid()));
        }
    }

    /** Closes at once, what is queued is dropped. The machine gets no event for it. */
    void close();
}
