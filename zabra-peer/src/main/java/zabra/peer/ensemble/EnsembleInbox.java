package zabra.peer.ensemble;

import java.util.List;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.tree.DataTree;

/**
 * What the port to the other servers reports. Any thread; nothing here blocks. What concerns one
 * link must be reported in the order in which it happened there.
 */
public interface EnsembleInbox {
    /** A vote came from that server. */
    void vote(long from, Notification notification);

    /** See {@link zabra.consensus.zab.Zab#onReachable}. */
    void reachable(long sid, boolean reachable);

    /** Somebody connected to this server's quorum port. */
    void accepted(PeerLink link);

    void dialed(long leader, PeerLink link);

    void dialFailed(long leader);

    /** These came on the link, one after the other; the list is not changed afterwards. */
    void messages(PeerLink link, List<QuorumMessage> messages);

    /** See {@link zabra.consensus.zab.Zab#onProgress}. */
    void progress(PeerLink link);

    /** The stream behind a SNAP has come whole; the tree belongs to the replica from now on. */
    void snapshotReceived(PeerLink link, DataTree tree);

    /** The link broke, by any fault but the replica's own wish. At most once, and last. */
    void closed(PeerLink link);

    void located(PeerLink link, long found);
}
