package zabra.server.net.quorum;

import java.util.ArrayList;
import java.util.List;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.snapshot.StateImage;

/**
 * The replica's end of one link. What it queues in a turn is gathered here, and goes to the loop in
 * one piece when the turn is over. Replica thread only, but for what says otherwise.
 */
final class ChannelLink implements PeerLink {
    /** Transactions in {@code (after, upTo]}, each with its commit. */
    record HistoryRange(long after, long upTo) {}

    /** Transactions from memory, each with its commit. */
    record Transactions(List<Proposal> committed) {}

    /** So few are sent like other messages. */
    private static final int FEW = 64;

    private final QuorumNetwork network;
    private final LinkHandler handler;
    private final String remoteAddress;
    private List<Object> queued = new ArrayList<>();
    private volatile boolean closed;

    ChannelLink(QuorumNetwork network, LinkHandler handler, String remoteAddress) {
        this.network = network;
        this.handler = handler;
        this.remoteAddress = remoteAddress;
    }

    @Override
    public void send(QuorumMessage message) {
        queue(message);
    }

    @Override
    public void sendHistory(long after, long upTo) {
        queue(new HistoryRange(after, upTo));
    }

    @Override
    public void sendHistory(List<Proposal> committed) {
        if (committed.size() <= FEW) {
            PeerLink.super.sendHistory(committed);
        } else {
            queue(new Transactions(committed));
        }
    }

    @Override
    public void sendSnapshot(StateImage image) {
        queue(image);
    }

    private void queue(Object item) {
        if (closed) {
            return;
        }
        if (queued.isEmpty()) {
            network.hasQueued(this);
        }
        queued.add(item);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queued.clear();
            handler.closeSoon();
        }
    }

    @Override
    public void processed() {
        handler.processed();
    }

    /**
     * What was queued since the last call: messages, {@link HistoryRange}s, {@link Transactions}
     * and {@link StateImage}s.
     */
    List<Object> takeQueued() {
        List<Object> taken = queued;
        queued = new ArrayList<>();
        return taken;
    }

    /** Whether the replica closed it. Any thread. */
    boolean isClosed() {
        return closed;
    }

    LinkHandler handler() {
        return handler;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String toString() {
        return "link with " + remoteAddress;
    }
}
