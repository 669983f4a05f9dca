package zabra.server.net.quorum;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.server.run.Fatal;

/**
 * The one event loop of all that servers say to one another, and how its channels are made. One
 * thread, so that what belongs to several connections needs no lock; and not one of the clients'
 * loops, so that no crowd of clients delays a vote.
 */
final class QuorumLoop {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumLoop.class);
    private static final int SCRATCH_BYTES = 64 << 10;
    private static final int SILENT_PROBES = 3;

    private final boolean epoll = Epoll.isAvailable();
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("zabra-quorum") {
                        @Override
                        protected Thread newThread(Runnable task, String numbered) {
                            return super.newThread(task, "zabra-quorum");
                        }
                    },
                    epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final Fatal fatal;

    QuorumLoop(Fatal fatal) {
        this.fatal = fatal;
    }

    /** Runs on the loop, soon; not at all once it has stopped. */
    void execute(Runnable task) {
        try {
            loop.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The quorum loop has stopped: {}", e.toString());
        }
    }

    /** Runs on the loop after a time. Loop only. */
    Future<?> schedule(Runnable task, long millis) {
        return loop.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    /** What fails here is no connection's fault, and what it was to send is lost: the end. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fatal.end(1, "The thread of the connections to other servers met a bug.", e);
        }
    }

    /** An array for a moment. Loop only. */
    byte[] scratch() {
        return scratch;
    }

    /** Listens; each accepted channel is given to {@code accepted} on the loop. */
    ChannelFuture bind(InetSocketAddress address, Consumer<Channel> accepted) {
        Class<? extends ServerChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 128)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accepted.accept(channel);
                            }
                        })
                .bind(address);
    }

    /** Connects; the channel does not read until it is told to, and has no handler. */
    ChannelFuture connect(InetSocketAddress address, int timeoutMillis) {
        Class<? extends SocketChannel> type =
                epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        return new Bootstrap()
                .group(group)
                .channel(type)
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .option(ChannelOption.AUTO_READ, false)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                // Its owner adds a handler once the connection stands.
                            }
                        })
                .connect(address);
    }

    /**
     * Makes a connection break when the machine at its other end is silent for that long, instead
     * of the many minutes that TCP waits: to data of ours, or for as long when nothing is said.
     * Where the platform can; what reads slowly on purpose must not have it.
     */
    void breakWhenSilent(Channel channel, int millis) {
        if (channel instanceof EpollSocketChannel) {
            int seconds = Math.max(1, millis / 1000 / SILENT_PROBES);
            channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, millis);
            channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
            channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, seconds);
            channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, SILENT_PROBES);
        }
    }

    private static WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(512 << 10, 1 << 20);
    }

    /** Closes all channels and ends the thread. */
    void stop() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
