package zabra.peer.ensemble;

import zabra.consensus.zab.Link;
import zabra.protocol.snapshot.StateImage;

/**
 * A link as the replica's port to other servers makes it. Its methods only queue; what was queued
 * may leave once {@link EnsemblePort#flush} is called at the end of the replica's turn.
 */
public interface PeerLink extends Link {
    /** Queues a SNAP with the image's last zxid, and the image as the raw stream behind it. */
    void sendSnapshot(StateImage image);

    /** The other side's address and port, as operators see it. */
    String remoteAddress();
}
