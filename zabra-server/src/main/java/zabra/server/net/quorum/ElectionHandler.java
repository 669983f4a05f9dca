package zabra.server.net.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.protocol.MarshallingException;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.InitialMessageDecoder;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.NotificationDecoder;
import zabra.protocol.quorum.StreamDecoder;

/**
 * Takes one election connection's bytes apart. Who sends more notifications than any election needs
 * is read more slowly, so that the replica is not flooded.
 */
final class ElectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionHandler.class);

    private static final int BURST_MAX = 100;
    private static final int BURST_MILLIS = 100;

    private final ElectionPort port;
    private final InitialMessageDecoder initial;
    private final NotificationDecoder notifications = new NotificationDecoder();

    /** Who is at the other end; null until it said so. */
    private ElectionPeer peer;

    private int burst;

    /** Of a connection that came in. */
    ElectionHandler(ElectionPort port) {
        this.port = port;
        this.initial = new InitialMessageDecoder();
    }

    /** Of a connection that we made. */
    ElectionHandler(ElectionPort port, ElectionPeer peer) {
        this.port = port;
        this.initial = null;
        this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            byte[] scratch = port.loop().scratch();
            while (bytes.isReadable() && ctx.channel().isActive()) {
                int length = Math.min(bytes.readableBytes(), scratch.length);
                bytes.readBytes(scratch, 0, length);
                onBytes(ctx, scratch, length);
            }
        } catch (MarshallingException e) {
            LOG.warn(
                    "Closing election connection with {}: {}",
                    ctx.channel().remoteAddress(),
                    e.getMessage());
            ctx.close();
        } finally {
            bytes.release();
        }
    }

    private void onBytes(ChannelHandlerContext ctx, byte[] bytes, int length) {
        int offset = 0;
        while (offset < length && ctx.channel().isActive()) {
            StreamDecoder<?> decoder = peer == null ? initial : notifications;
            offset += decoder.feed(bytes, offset, length - offset);
            switch (decoder.take()) {
                case InitialMessage first -> peer = port.introduced(ctx.channel(), first);
                case Notification notification -> onNotification(ctx, notification);
                case null -> {
                    // Not all there, or no notification, which is passed over.
                }
                default -> throw new IllegalStateException("unknown message");
            }
        }
    }

    private void onNotification(ChannelHandlerContext ctx, Notification notification) {
        peer.received(ctx.channel(), notification);
        if (burst == 0) {
            ctx.executor().schedule(() -> endBurst(ctx), BURST_MILLIS, TimeUnit.MILLISECONDS);
        }
        burst++;
        if (burst == BURST_MAX) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    private void endBurst(ChannelHandlerContext ctx) {
        if (burst >= BURST_MAX) {
            ctx.channel().config().setAutoRead(true);
        }
        burst = 0;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("Connection {} broke: {}", ctx.channel().remoteAddress(), cause.toString());
        } else {
            LOG.error("Closing {} after a bug", ctx.channel().remoteAddress(), cause);
        }
        ctx.close();
    }
}
