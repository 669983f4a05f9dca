package zabra.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import zabra.server.config.HttpPortConfig;

/**
 * The ports for pages: one event loop for all of them, one request to a connection. {@link #start}
 * may be called for several ports; thread-safe after the last.
 */
public final class HttpServer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("zabra-http", true), NioIoHandler.newFactory());
    private final HttpLimits limits;
    private final List<Channel> bound = new ArrayList<>();

    public HttpServer(HttpLimits limits) {
        this.limits = limits;
    }

    /**
     * Serves these pages, by their paths, on that port.
     *
     * @param what the port's name in messages
     * @return the port bound
     * @throws HttpBindException where it cannot be bound
     */
    public int start(String what, HttpPortConfig port, Map<String, HttpPage> pages)
            throws HttpBindException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 128)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Accept(Map.copyOf(pages)));
        ChannelFuture binding = bootstrap.bind(port.address()).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new HttpBindException(
                    what
                            + " "
                            + (port.host().isEmpty() ? "" : port.host() + ":")
                            + port.port()
                            + " cannot be bound: "
                            + binding.cause().getMessage()
                            + "; set another one, or stop what listens there",
                    binding.cause());
        }
        bound.add(binding.channel());
        return ((InetSocketAddress) binding.channel().localAddress()).getPort();
    }

    /** Closes the ports and what is connected. Idempotent. */
    @Override
    public void close() {
        bound.forEach(channel -> channel.close().awaitUninterruptibly());
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Accepts for one port. Its loop only. */
    private final class Accept extends ChannelInitializer<Channel> {
        private final Map<String, HttpPage> pages;

        /** In the order in which they came. */
        private final Set<Channel> open = new LinkedHashSet<>();

        Accept(Map<String, HttpPage> pages) {
            this.pages = pages;
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel accepted) {
            if (open.size() >= limits.connectionsMax()) {
                Iterator<Channel> oldest = open.iterator();
                Channel closed = oldest.next();
                oldest.remove();
                closed.close();
            }
            open.add(accepted);
            accepted.closeFuture().addListener(_ -> open.remove(accepted));
            accepted.eventLoop()
                    .schedule(() -> accepted.close(), limits.lifeMillis(), TimeUnit.MILLISECONDS);
            accepted.pipeline()
                    .addLast(
                            new HttpServerCodec(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(limits.lineBytesMax())
                                            .setMaxHeaderSize(limits.headerBytesMax())))
                    .addLast(new HttpExchange(pages));
        }
    }
}
