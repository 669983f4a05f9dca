package zabra.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.ClientConnection;
import zabra.server.net.EventLoops.LoopContext;

/**
 * The bridge of one channel: looks at the first four bytes for a four-letter word, and from then on
 * hands bytes to the connection.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);

    private final ClientListener listener;
    private final LoopContext loop;
    private ChannelTransport transport;
    private ClientConnection connection;
    private ScheduledFuture<?> sessionlessTimeout;

    // Until it is known what the client speaks.
    private final byte[] first = new byte[12];
    private int firstLength;
    private boolean decided;
    private boolean answering;

    ClientHandler(ClientListener listener, LoopContext loop) {
        this.listener = listener;
        this.loop = loop;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        transport = new ChannelTransport(ctx.channel());
        connection = new ClientConnection(listener.serving(), loop.lane(), transport);
        listener.opened(connection, ctx.executor());
        int timeout = listener.limits().sessionlessTimeoutMillis();
        if (timeout > 0) {
            sessionlessTimeout =
                    ctx.executor()
                            .schedule(() -> closeSessionless(ctx), timeout, TimeUnit.MILLISECONDS);
        }
    }

    private void closeSessionless(ChannelHandlerContext ctx) {
        if (connection.isSessionless()) {
            listener.sessionlessExpired();
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (answering) {
                // Whatever follows a word means nothing.
                return;
            }
            if (!decided) {
                decide(ctx, bytes);
            }
            byte[] scratch = loop.scratch();
            while (decided && bytes.isReadable()) {
                int length = Math.min(bytes.readableBytes(), scratch.length);
                bytes.readBytes(scratch, 0, length);
                connection.onBytes(scratch, 0, length);
            }
        } finally {
            bytes.release();
        }
    }

    /** Collects the first bytes until they are a word with its argument, or are none. */
    private void decide(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable() && !decided) {
            first[firstLength++] = bytes.readByte();
            if (firstLength < 4) {
                continue;
            }
            int word = intAt(0);
            if (!listener.isWord(word)) {
                decided = true;
                connection.onBytes(first, 0, firstLength);
            } else if (firstLength == 4 + listener.argumentBytes(word)) {
                long argument =
                        firstLength == 12 ? ((long) intAt(4) << 32) | (intAt(8) & 0xffff_ffffL) : 0;
                answering = true;
                bytes.skipBytes(bytes.readableBytes());
                ctx.channel().config().setAutoRead(false);
                listener.answerWord(
                        word,
                        argument,
                        connection.remoteAddress(),
                        answer ->
                                ctx.writeAndFlush(Unpooled.wrappedBuffer(answer))
                                        .addListener(ChannelFutureListener.CLOSE));
                return;
            }
        }
    }

    private int intAt(int at) {
        return ((first[at] & 0xff) << 24)
                | ((first[at + 1] & 0xff) << 16)
                | ((first[at + 2] & 0xff) << 8)
                | (first[at + 3] & 0xff);
    }

    /** The client will send no more: the end, unless it only waits for the answer to a word. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !answering) {
            // What its last bytes asked for is answered first.
            loop.lane().flush();
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        loop.flushSoon();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && connection != null) {
            connection.onWritable();
            // Not at once: Netty may be in the middle of this channel's flush.
            ctx.executor().execute(loop.lane()::flush);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (sessionlessTimeout != null) {
            sessionlessTimeout.cancel(false);
        }
        if (connection != null) {
            transport.release();
            connection.onClosed();
            listener.closed(connection);
        }
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
