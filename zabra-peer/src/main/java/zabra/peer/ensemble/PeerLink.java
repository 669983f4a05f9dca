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

    /**
     * The replica is done with the oldest list of messages that this link reported and that it was
     * not yet told so of; a port reads no more while too much of a link waits for the replica.
     */
    default void processed() {}

    /** The other side's address and port, as operators see it. */
    String remoteAddress();
}
