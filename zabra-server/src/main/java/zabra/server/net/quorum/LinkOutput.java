package zabra.server.net.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayDeque;
import java.util.List;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.snapshot.StateImage;
import zabra.server.net.quorum.ChannelLink.HistoryRange;
import zabra.server.net.quorum.ChannelLink.Transactions;

/**
 * What one link has yet to write, in order: encoded messages, and transfers, each of which is
 * written by a thread of its own before anything behind it. Loop only, but for {@link #moved}.
 *
 * <p>The socket is given as much as it wants; the rest waits here, up to a limit that costs the
 * other side the link. While a transfer goes ahead the limit is a larger one: the ensemble does not
 * stand still for the time that a learner needs to take a large state.
 */
final class LinkOutput implements Transfers.Listener {
    private final Channel channel;
    private final Transfers transfers;
    private final QuorumOptions options;
    private final Runnable moved;
    private final ArrayDeque<Object> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean transferring;

    /** From a transfer's start until what gathered behind it is written. */
    private boolean syncing;

    /**
     * @param moved called now and then while a transfer moves on, on any thread
     */
    LinkOutput(Channel channel, Transfers transfers, QuorumOptions options, Runnable moved) {
        this.channel = channel;
        this.transfers = transfers;
        this.options = options;
        this.moved = moved;
    }

    /**
     * Queues what {@link LinkEncoder} made, which now belongs here, and writes what the socket
     * takes.
     *
     * @return false where too much waits: close the link
     */
    boolean add(List<Object> encoded) {
        for (Object item : encoded) {
            if (item instanceof ByteBuf bytes) {
                queuedBytes += bytes.readableBytes();
            } else {
                syncing = true;
            }
            queue.addLast(item);
        }
        pump();
        long pending = queuedBytes + inSocketBytes();
        if (syncing && !transferring && pending <= options.queuedBytesMax()) {
            syncing = queue.stream().anyMatch(item -> !(item instanceof ByteBuf));
        }
        return pending <= (syncing ? options.syncQueuedBytesMax() : options.queuedBytesMax());
    }

    /** Writes what the socket takes. */
    void pump() {
        boolean wrote = false;
        while (!transferring && !queue.isEmpty() && channel.isActive()) {
            if (!channel.isWritable()) {
                // Only a flush makes it writable again.
                break;
            }
            Object item = queue.removeFirst();
            switch (item) {
                case ByteBuf bytes -> {
                    queuedBytes -= bytes.readableBytes();
                    channel.write(bytes, channel.voidPromise());
                    wrote = true;
                }
                case HistoryRange range -> {
                    transferring = true;
                    transfers.history(channel, range.after(), range.upTo(), this);
                }
                case Transactions(List<Proposal> committed) -> {
                    transferring = true;
                    transfers.transactions(channel, committed, this);
                }
                case StateImage image -> {
                    transferring = true;
                    transfers.state(channel, image, this);
                }
                default -> throw new IllegalStateException("queued on a link: " + item);
            }
        }
        if (wrote) {
            channel.flush();
        }
    }

    @Override
    public void moved() {
        moved.run();
    }

    @Override
    public void done() {
        transferring = false;
        pump();
    }

    private long inSocketBytes() {
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return queued == null ? 0 : queued.totalPendingWriteBytes();
    }

    /** The channel is closed. */
    void release() {
        for (Object item : queue) {
            if (item instanceof ByteBuf bytes) {
                bytes.release();
            }
        }
        queue.clear();
        queuedBytes = 0;
    }
}
