package zabra.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.ClientConnection;
import zabra.peer.Serving;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConnectionConfig;
import zabra.server.words.FourLetterWords;

/**
 * The client port: accepts connections within the limits, on a thread of its own, shares them out
 * among the lanes, and keeps the list of them.
 */
public final class ClientListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientListener.class);

    /**
     * Where none is configured: so many may arrive at once; the kernel takes less where told so.
     */
    private static final int BACKLOG = 4096;

    private final EventLoops loops;
    private final Serving serving;
    private final ConnectionConfig limits;
    private final FourLetterWords words;
    private final ConnectionLimits admission;
    private final ConcurrentHashMap<ClientConnection, EventExecutor> connections =
            new ConcurrentHashMap<>();
    private final LongAdder sessionlessExpired = new LongAdder();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean finishing;
    private Channel channel;

    public ClientListener(
            EventLoops loops, Serving serving, ConnectionConfig limits, FourLetterWords words) {
        this.loops = loops;
        this.serving = serving;
        this.limits = limits;
        this.admission = new ConnectionLimits(limits, FileHandles.forClients());
        this.words = words;
    }

    /**
     * Binds the port.
     *
     * @throws IOException where it cannot be bound; the message names the address
     */
    public void start(ClientPortConfig port) throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops.acceptor(), loops.group())
                        .channel(loops.serverChannel())
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel listening) {
                                        listening
                                                .pipeline()
                                                .addLast(new AcceptFailures(), admission);
                                    }
                                })
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(64 << 10, 256 << 10))
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel accepted) {
                                        serve(accepted);
                                    }
                                });
        bootstrap.option(ChannelOption.SO_BACKLOG, port.backlog() > 0 ? port.backlog() : BACKLOG);
        ChannelFuture bound = bootstrap.bind(port.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bindFailure(bound.cause());
        }
        channel = bound.channel();
    }

    private void serve(Channel accepted) {
        accepted.pipeline().addLast(new ClientHandler(this, loops.context(accepted.eventLoop())));
    }

    /** As a plain socket says it, whichever transport it was. */
    private static IOException bindFailure(Throwable cause) {
        if (!(cause instanceof IOException)) {
            return new IOException("the client port cannot be bound: " + cause, cause);
        }
        String message = String.valueOf(cause.getMessage());
        BindException failure =
                new BindException(message.substring(message.lastIndexOf(": ") + 1).strip());
        failure.initCause(cause);
        return failure;
    }

    /** The bound port; -1 before {@link #start}. */
    public int port() {
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    Serving serving() {
        return serving;
    }

    ConnectionConfig limits() {
        return limits;
    }

    void opened(ClientConnection connection, EventExecutor lane) {
        connections.put(connection, lane);
        if (finishing) {
            connection.finish();
        }
    }

    void closed(ClientConnection connection) {
        connections.remove(connection);
        if (finishing && connections.isEmpty()) {
            finished.countDown();
        }
    }

    void sessionlessExpired() {
        sessionlessExpired.increment();
    }

    boolean isWord(int word) {
        return FourLetterWords.isWord(word);
    }

    int argumentBytes(int word) {
        return words.argumentBytes(word);
    }

    /** Answers on a thread of its own: some words read directories or walk all watches. */
    void answerWord(int word, long argument, String client, Consumer<byte[]> answer) {
        LOG.info("Processing {} command from {}", FourLetterWords.name(word), client);
        Thread.ofVirtual().name("zabra-word").start(() -> answer.accept(bytesOf(word, argument)));
    }

    private byte[] bytesOf(int word, long argument) {
        try {
            return words.answer(word, argument);
        } catch (RuntimeException e) {
            LOG.error("{} failed", FourLetterWords.name(word), e);
            return new byte[0];
        }
    }

    public Set<ClientConnection> connections() {
        return connections.keySet();
    }

    /** Connections refused for a limit, since start. */
    public long rejectedCount() {
        return admission.rejectedCount();
    }

    /** Connections closed for not asking for a session, since start. */
    public long sessionlessExpiredCount() {
        return sessionlessExpired.sum();
    }

    /** Stops listening; connections live on until the event loops stop. */
    public void stop() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    /**
     * Lets the clients go, each as soon as all it has sent is answered; returns when all are gone.
     *
     * @param millis how long it waits for that at most
     * @return whether it came to that
     */
    public boolean finish(int millis) throws InterruptedException {
        finishing = true;
        connections.forEach((connection, lane) -> lane.execute(connection::finish));
        if (connections.isEmpty()) {
            return true;
        }
        return finished.await(millis, TimeUnit.MILLISECONDS);
    }
}
