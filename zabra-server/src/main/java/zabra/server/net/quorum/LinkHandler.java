package zabra.server.net.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.protocol.MarshallingException;
import zabra.protocol.quorum.QuorumDecoder;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.server.net.quorum.SyncStorage.ReceivedState;

/**
 * The loop's end of one link: takes its bytes apart, hands all messages of one read over together,
 * and gives the raw stream behind a SNAP to a thread that makes a tree of it. Loop only, but for
 * {@link #closeSoon}.
 */
final class LinkHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    /** What is held of a message before it is known who sends it. */
    private static final int FIRST_BYTES_MAX = 16 << 10;

    private final QuorumPort port;
    private final Channel channel;
    private final boolean dialed;
    private final ChannelLink link;
    private final LinkOutput output;
    private final QuorumDecoder decoder;
    private List<QuorumMessage> messages = new ArrayList<>();

    /** How many bytes {@link #messages} had on the wire. */
    private long messageBytes;

    /** The same of each list that was handed over, until the replica is done with it. */
    private final Queue<Long> handedOver = new ConcurrentLinkedQueue<>();

    /** Their sum. */
    private final AtomicLong unread = new AtomicLong();

    /** Too much waits for the replica: nothing is read. */
    private volatile boolean waiting;

    /** The replica knows of it: since it was dialed, or its first message came. */
    private boolean announced;

    /** Where the bytes go while they are a snapshot's; else null. */
    private SnapshotPipe snapshot;

    private boolean snapshotFull;

    /** When progress of a snapshot was last told. */
    private long progressAt = System.nanoTime();

    LinkHandler(QuorumPort port, Channel channel, boolean dialed) {
        this.port = port;
        this.channel = channel;
        this.dialed = dialed;
        this.announced = dialed;
        String remote = String.valueOf(channel.remoteAddress());
        this.link =
                new ChannelLink(
                        port.network(), this, remote.substring(remote.lastIndexOf('/') + 1));
        this.output =
                new LinkOutput(channel, port.transfers(), port.options(), this::reportProgress);
        this.decoder = new QuorumDecoder(port.options().messageBytesMax());
    }

    Channel channel() {
        return channel;
    }

    ChannelLink link() {
        return link;
    }

    // ---- out

    /** Writes what the replica queued in a turn. */
    void write(LinkEncoder encoder, List<Object> queued) {
        if (!channel.isActive()) {
            return;
        }
        if (!output.add(encoder.encode(queued, channel.alloc()))) {
            LOG.warn("Closing the {}: it takes too little of what is sent", link);
            channel.close();
        }
    }

    /** The replica wants it closed. Any thread. */
    void closeSoon() {
        port.loop().execute(channel::close);
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            // Not at once: Netty may be in the middle of this channel's flush.
            ctx.executor().execute(output::pump);
        }
    }

    /** What takes long moves on, this way or that. Any thread. */
    private void reportProgress() {
        if (!link.isClosed() && !port.isStopped()) {
            port.inbox().progress(link);
        }
    }

    // ---- in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            byte[] scratch = port.loop().scratch();
            while (bytes.isReadable() && !link.isClosed()) {
                int length = Math.min(bytes.readableBytes(), scratch.length);
                bytes.readBytes(scratch, 0, length);
                onBytes(scratch, length);
            }
        } catch (MarshallingException e) {
            refuse(e);
        } finally {
            bytes.release();
        }
    }

    private void onBytes(byte[] bytes, int length) {
        int offset = 0;
        while (offset < length) {
            if (snapshot != null) {
                snapshotFull = !snapshot.write(Arrays.copyOfRange(bytes, offset, length));
                readOrNot();
                long now = System.nanoTime();
                if (now - progressAt >= Transfers.PROGRESS_NANOS) {
                    progressAt = now;
                    reportProgress();
                }
                return;
            }
            int used = decoder.feed(bytes, offset, length - offset);
            offset += used;
            messageBytes += used;
            QuorumMessage message = decoder.take();
            if (message instanceof Snap && !dialed) {
                throw new MarshallingException("a learner sends no SNAP");
            }
            if (message != null) {
                messages.add(message);
                if (message instanceof Snap snap) {
                    beginSnapshot(snap.zxid());
                }
            } else if (!announced && messageBytes > FIRST_BYTES_MAX) {
                throw new MarshallingException("too long for a first message");
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        deliver();
    }

    private void deliver() {
        if (messages.isEmpty()) {
            return;
        }
        List<QuorumMessage> all = messages;
        messages = new ArrayList<>();
        if (!announced) {
            if (!port.introduced(this)) {
                channel.close();
                return;
            }
            announced = true;
        }
        long bytes = messageBytes;
        messageBytes = 0;
        if (!link.isClosed() && !port.isStopped()) {
            handedOver.add(bytes);
            if (unread.addAndGet(bytes) > port.options().unreadBytesMax()) {
                waiting = true;
                readOrNot();
            }
            port.inbox().messages(link, all);
        }
    }

    /** The replica is done with the oldest list. Replica thread. */
    void processed() {
        Long bytes = handedOver.poll();
        if (bytes == null) {
            throw new IllegalStateException("processed more than was handed over on the " + link);
        }
        long left = unread.addAndGet(-bytes);
        if (waiting && left <= port.options().unreadBytesMax() / 2) {
            port.loop().execute(this::readOn);
        }
    }

    private void readOn() {
        waiting = unread.get() > port.options().unreadBytesMax() / 2;
        readOrNot();
    }

    private void readOrNot() {
        if (channel.isActive()) {
            channel.config().setAutoRead(!waiting && !snapshotFull);
        }
    }

    private void beginSnapshot(long zxid) {
        deliver();
        SnapshotPipe pipe = new SnapshotPipe(() -> port.loop().execute(this::snapshotHasRoom));
        snapshot = pipe;
        port.transfers().run("receiver", () -> receive(zxid, pipe));
    }

    private void snapshotHasRoom() {
        snapshotFull = false;
        readOrNot();
    }

    /** On a thread of its own. */
    private void receive(long zxid, SnapshotPipe pipe) {
        try {
            ReceivedState state = port.storage().readState(zxid, pipe);
            port.loop().execute(() -> received(pipe, state));
        } catch (ClosedChannelException _) {
            LOG.info("The {} closed before its snapshot was here", link);
        } catch (IOException | MarshallingException e) {
            LOG.warn("No snapshot from the {}: {}", link, e.toString());
            port.loop().execute(channel::close);
        }
    }

    private void received(SnapshotPipe pipe, ReceivedState state) {
        if (snapshot != pipe || link.isClosed() || !channel.isActive()) {
            return;
        }
        snapshot = null;
        snapshotFull = false;
        port.inbox().snapshotReceived(link, state.tree());
        try {
            byte[] rest = pipe.surplus(state.length());
            onBytes(rest, rest.length);
            deliver();
        } catch (MarshallingException e) {
            refuse(e);
        }
        readOrNot();
    }

    private void refuse(MarshallingException e) {
        LOG.warn("Closing the {}: {}", link, e.getMessage());
        // What came before it still counts.
        deliver();
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deliver();
        output.release();
        if (snapshot != null) {
            snapshot.abort();
            snapshot = null;
        }
        port.gone(this, announced);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("The {} broke: {}", link, cause.toString());
        } else {
            LOG.error("Closing the {} after a bug", link, cause);
        }
        ctx.close();
    }
}
