package zabra.client.crowd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;

/**
 * Many sessions, driven by the one thread that calls. Connections that break before they have a
 * session are tried again, since a server's queue of connections may overflow; what breaks later is
 * told to the {@link Listener}. Sessions are kept alive by pings, but for the silent ones.
 */
final class Crowd implements AutoCloseable {
    private static final int BUFFER_LENGTH = 1 << 20;
    private static final int WATCH_XID = -1;
    private static final long LOOK_AFTER_NANOS = 200_000_000;

    private final Selector selector;
    private final List<InetSocketAddress> servers;
    private final LongSupplier clock;
    private final int timeoutMillis;
    private final List<CrowdSession> sessions = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final byte[] ping = Asking.bare(OpCode.PING);
    private Listener listener = new Listener() {};
    private long lookedAfterNanos;
    private int attached;
    private int refused;
    private int retries;
    private String failure = "";
    private int lost;
    private int errors;
    private int lastError;

    /** What a crowd hears; asked by its thread, and may send. */
    interface Listener {
        /** A watch fired. */
        default void onEvent(CrowdSession session, long now) {}

        /**
         * A request was answered.
         *
         * @param error 0 or the code of ZooKeeper
         * @param body of the reply, from its position to its limit; valid only now
         */
        default void onReply(CrowdSession session, int error, ByteBuffer body, long now) {}

        /** A connection that had a session broke. */
        default void onLost(CrowdSession session, long now) {}
    }

    /**
     * @param clock nanoseconds, as {@link System#nanoTime}
     * @param timeout what the sessions ask for
     */
    Crowd(List<InetSocketAddress> servers, LongSupplier clock, Duration timeout) {
        this.servers = List.copyOf(servers);
        this.clock = clock;
        this.timeoutMillis = (int) timeout.toMillis();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new CrowdException("cannot wait for sockets: " + e.getMessage(), e);
        }
    }

    void listen(Listener to) {
        listener = to;
    }

    long now() {
        return clock.getAsLong();
    }

    List<CrowdSession> sessions() {
        return sessions;
    }

    /** Sessions that are there, on a connection. */
    int attached() {
        return attached;
    }

    /** Sessions the server no longer knew when they came back. */
    int refused() {
        return refused;
    }

    /** Connections that had to be tried again. */
    int retries() {
        return retries;
    }

    /** Connections that broke when they had a session. */
    int lost() {
        return lost;
    }

    /** Replies that said no. */
    int errors() {
        return errors;
    }

    /** Adds a session, connecting; it is there when {@link CrowdSession#isAttached} says so. */
    CrowdSession join() {
        CrowdSession session = new CrowdSession(sessions.size(), sessions.size() % servers.size());
        sessions.add(session);
        connect(session);
        return session;
    }

    /** Adds so many and waits until they are there. */
    void join(int count, Duration patience) {
        int wanted = attached + count;
        for (int i = 0; i < count; i++) {
            join();
        }
        await("sessions", () -> attached >= wanted, patience);
    }

    /** Breaks the connection without a word, as a killed process does. */
    void drop(CrowdSession session) {
        if (session.isAttached()) {
            attached--;
        }
        session.hangUp();
    }

    /** Connects a session again, to the server it is to go to. */
    void connect(CrowdSession session) {
        if (session.hasChannel()) {
            throw new IllegalStateException("session " + session.index() + " has a connection");
        }
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // No connection lingers: a crowd would use up the ports.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, session);
            session.begin(channel, key);
            if (channel.connect(servers.get(session.server()))) {
                onConnected(session, key);
            }
        } catch (IOException e) {
            if (servers.size() == 1 && !session.hasChannel()) {
                throw new CrowdException("cannot open a socket: " + e.getMessage(), e);
            }
            tryAgain(session, e.toString());
        }
    }

    private void onConnected(CrowdSession session, SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        session.write(Asking.session(timeoutMillis, session.id(), session.password()), now());
    }

    private void tryAgain(CrowdSession session, String why) {
        retries++;
        failure = why;
        session.hangUp();
        session.goTo((session.server() + 1) % servers.size());
    }

    /** Sends a request; what breaks by it is found out when reading. */
    void send(CrowdSession session, byte[] request) {
        try {
            session.send(request, now());
        } catch (IOException e) {
            broke(session, e.toString());
        }
    }

    /**
     * Sends requests on one session and waits for the answers.
     *
     * @throws CrowdException where one is refused
     */
    void demand(CrowdSession session, List<byte[]> requests, Duration patience) {
        int before = errors;
        requests.forEach(request -> send(session, request));
        await("answers", () -> session.unanswered() == 0 || errors > before, patience);
        if (errors > before) {
            throw new CrowdException("a request was refused with error " + lastError);
        }
    }

    private void broke(CrowdSession session, String why) {
        if (!session.isAttached()) {
            tryAgain(session, why);
            return;
        }
        lost++;
        drop(session);
        listener.onLost(session, now());
    }

    /**
     * Drives all sessions until {@code done}.
     *
     * @throws CrowdException where it takes longer than {@code patience}
     */
    void await(String what, BooleanSupplier done, Duration patience) {
        long begun = now();
        while (!done.getAsBoolean()) {
            pump(1);
            if (now() - begun > patience.toNanos()) {
                throw new CrowdException(
                        "no %s within %d s: %d of %d sessions attached, %d refused, %d retries: %s"
                                .formatted(
                                        what,
                                        patience.toSeconds(),
                                        attached,
                                        sessions.size(),
                                        refused,
                                        retries,
                                        failure));
            }
        }
    }

    /** Drives all sessions for that long. */
    void idle(Duration time) {
        long begun = now();
        while (now() - begun < time.toNanos()) {
            pump(10);
        }
    }

    /** Stops at a point until the cue is given. */
    void await(Cue cue, String point) {
        cue.reached(point);
        while (!cue.given()) {
            pump(1);
        }
    }

    /** Handles what is ready, waiting at most so many milliseconds for it; 0: not at all. */
    void pump(int millis) {
        try {
            if (millis == 0) {
                selector.selectNow(this::onReady);
            } else {
                selector.select(this::onReady, millis);
            }
        } catch (IOException e) {
            throw new CrowdException("cannot wait for sockets: " + e.getMessage(), e);
        }
        long now = now();
        if (now - lookedAfterNanos > LOOK_AFTER_NANOS) {
            lookedAfterNanos = now;
            sessions.forEach(session -> lookAfter(session, now));
        }
    }

    private void lookAfter(CrowdSession session, long now) {
        if (!session.hasChannel() && !session.isSilent()) {
            connect(session);
            return;
        }
        long silence = now - session.sentNanos();
        if (session.isAttached()
                && !session.isSilent()
                && silence > timeoutMillis * 1_000_000L / 3) {
            try {
                session.ping(ping, now);
            } catch (IOException e) {
                broke(session, e.toString());
            }
        }
    }

    private void onReady(SelectionKey key) {
        CrowdSession session = (CrowdSession) key.attachment();
        if (!key.channel().equals(session.channel())) {
            return; // Of a connection that is no more.
        }
        try {
            if (key.isConnectable()) {
                session.channel().finishConnect();
                onConnected(session, key);
                return;
            }
            if (key.isWritable()) {
                session.onWritable();
            }
            if (key.isReadable()) {
                read(session);
            }
        } catch (IOException e) {
            broke(session, e.toString());
        }
    }

    private void read(CrowdSession session) throws IOException {
        in.clear();
        if (!session.read(in)) {
            broke(session, "closed by the server");
            return;
        }
        in.flip();
        int end = in.limit();
        long now = now();
        while (end - in.position() >= 4 && session.hasChannel()) {
            int length = in.getInt(in.position());
            if (length < 0 || length > BUFFER_LENGTH / 2) {
                throw new CrowdException("a frame of " + length + " bytes came");
            }
            int next = in.position() + 4 + length;
            if (next > end) {
                break;
            }
            in.position(in.position() + 4).limit(next);
            onFrame(session, now);
            in.limit(end).position(next);
        }
        session.keep(in);
    }

    private void onFrame(CrowdSession session, long now) {
        if (!session.isAttached()) {
            byte[] frame = new byte[in.remaining()];
            in.get(frame);
            if (session.attach(frame, now)) {
                attached++;
            } else {
                refused++;
                session.fallSilent();
                session.hangUp();
            }
            return;
        }
        if (in.remaining() < ReplyHeader.LENGTH) {
            throw new CrowdException("a reply of only " + in.remaining() + " bytes came");
        }
        int xid = in.getInt();
        in.getLong();
        int error = in.getInt();
        if (xid == WATCH_XID) {
            listener.onEvent(session, now);
        } else if (xid != RequestHeader.PING_XID) {
            session.onAnswered();
            if (error != 0) {
                errors++;
                lastError = error;
            }
            listener.onReply(session, error, in, now);
        }
    }

    /** Hangs up; sessions that were not ended expire. */
    @Override
    public void close() {
        sessions.forEach(CrowdSession::hangUp);
        try {
            selector.close();
        } catch (IOException e) {
            throw new CrowdException("cannot end: " + e.getMessage(), e);
        }
    }
}
