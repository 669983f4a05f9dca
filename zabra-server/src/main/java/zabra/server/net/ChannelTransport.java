package zabra.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import zabra.peer.Transport;

/** One channel as a connection's transport. All on the channel's event loop. */
final class ChannelTransport implements Transport {
    private static final int CHUNK_BYTES = 256 << 10;
    private static final int FIRST_BYTES = 1024;
    private static final int LINGER_SECONDS = 10;

    private final Channel channel;
    private final String host;
    private final String address;
    private ByteBuf out;

    ChannelTransport(Channel channel) {
        this.channel = channel;
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        this.host = remote.getAddress().getHostAddress();
        this.address = remote.getAddress() + ":" + remote.getPort();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (!channel.isActive()) {
            return;
        }
        if (out == null) {
            out = channel.alloc().directBuffer(Math.max(FIRST_BYTES, length));
        }
        out.writeBytes(bytes, offset, length);
        if (out.readableBytes() >= CHUNK_BYTES) {
            ByteBuf full = out;
            out = null;
            channel.write(full, channel.voidPromise());
        }
    }

    @Override
    public void flush() {
        if (out != null) {
            ByteBuf rest = out;
            out = null;
            channel.writeAndFlush(rest, channel.voidPromise());
        } else {
            channel.flush();
        }
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return (out == null ? 0 : out.readableBytes())
                + (queued == null ? 0 : queued.totalPendingWriteBytes());
    }

    @Override
    public void closeAfterFlush() {
        ByteBuf rest = out == null ? Unpooled.EMPTY_BUFFER : out;
        out = null;
        channel.config().setAutoRead(false);
        channel.writeAndFlush(rest).addListener(ChannelFutureListener.CLOSE);
        // A client that does not read its last words must not hold the socket for ever.
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void abort() {
        release();
        channel.close();
    }

    /** Lets go of what was not written. */
    void release() {
        if (out != null) {
            out.release();
            out = null;
        }
    }

    @Override
    public void setReading(boolean reading) {
        channel.config().setAutoRead(reading);
    }

    @Override
    public String remoteHost() {
        return host;
    }

    @Override
    public String remoteAddress() {
        return address;
    }
}
