package zabra.client.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;

/**
 * Drives some of the connections from one thread. Every method but {@link #stop}, {@link
 * #latencies} and {@link #bytesRead} is called by one thread at a time.
 */
final class LoadThread implements AutoCloseable {
    private static final int FRAME_MAX = 256 << 20;
    private static final int BUFFER_LENGTH = 256 << 10;
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(15);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final long NAP_NANOS = 50_000;
    private static final long LOOK_AFTER_NANOS = 500_000_000;

    private final Selector selector;
    private final LongSupplier clock;
    private final int outstanding;
    private final int sessionTimeoutMillis;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final RequestTemplate ping = RequestTemplate.bare(OpCode.PING);
    private final RequestTemplate closeSession = RequestTemplate.bare(OpCode.CLOSE_SESSION);

    private ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private volatile boolean stopping;
    private volatile boolean abandoned;
    private final AtomicLong bytesRead = new AtomicLong();

    // The current phase.
    private Phase phase;
    private boolean measuring;
    private long paced;
    private int nextPaced;
    private int inFlight;
    private long lookedAfterNanos;
    private long heardNanos;

    /**
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    LoadThread(LongSupplier clock, int outstanding, Duration sessionTimeout) {
        this.clock = clock;
        this.outstanding = outstanding;
        this.sessionTimeoutMillis = (int) Math.min(sessionTimeout.toMillis(), Integer.MAX_VALUE);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was measured; to be drained by another thread. */
    Latencies latencies() {
        return latencies;
    }

    /** All that was ever read. */
    long bytesRead() {
        return bytesRead.get();
    }

    /** Ends the running phase, and each later one at once, as soon as all is answered. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Ends the running phase at once, and what is in flight is forgotten. */
    void abandon() {
        abandoned = true;
        stop();
    }

    /** Takes {@link #stop} back: the phases of cleaning up must run. */
    void allowPhases() {
        stopping = false;
    }

    /** Connects; the session comes with {@link #awaitSessions}. */
    void connect(int index, int connectionCount, InetSocketAddress server) {
        SocketChannel channel =
                Opening.ask(server, sessionTimeoutMillis, (int) HANDSHAKE_PATIENCE.toMillis());
        try {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            LoadConnection connection =
                    new LoadConnection(index, connectionCount, outstanding, server, channel, key);
            key.attach(connection);
            connections.add(connection);
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("nobody else has the channel", e);
        }
    }

    /** Waits until each connection has its session. */
    void awaitSessions() {
        long deadline = clock.getAsLong() + HANDSHAKE_PATIENCE.toNanos();
        while (true) {
            LoadConnection waiting = firstWithoutSession();
            if (waiting == null) {
                return;
            }
            if (clock.getAsLong() - deadline > 0) {
                throw Complaint.noSession(waiting, HANDSHAKE_PATIENCE);
            }
            select(100);
        }
    }

    private LoadConnection firstWithoutSession() {
        for (LoadConnection connection : connections) {
            if (!connection.isReady()) {
                return connection;
            }
        }
        return null;
    }

    /** Runs a phase to its limit or until {@link #stop}; all is answered when it returns. */
    void run(Phase phase) {
        run(phase, false);
    }

    /** As {@link #run(Phase)}, and each request is recorded in {@link #latencies}. */
    void measure(Phase phase) {
        run(phase, true);
    }

    private void run(Phase phase, boolean measuring) {
        this.phase = phase;
        this.measuring = measuring;
        paced = 0;
        nextPaced = 0;
        inFlight = 0;
        heardNanos = clock.getAsLong();
        int room = Math.max(BUFFER_LENGTH, phase.script().longestRequest());
        if (out.capacity() < room) {
            out = ByteBuffer.allocateDirect(room);
        }
        for (LoadConnection connection : connections) {
            connection.beginPhase();
            if (phase.pace() == null && !stopping) {
                sendClosedLoop(connection);
            }
        }
        while (true) {
            boolean more = !stopping && hasMore();
            if (abandoned || (!more && inFlight == 0)) {
                return;
            }
            if (phase.pace() == null || !more) {
                select(100);
            } else {
                sendPaced();
                napUntilDue();
            }
            lookAfterConnections();
        }
    }

    private boolean hasMore() {
        if (phase.limit() == Long.MAX_VALUE) {
            return true;
        }
        for (LoadConnection connection : connections) {
            if (connection.globalSequence() < phase.limit()) {
                return true;
            }
        }
        return false;
    }

    private void select(long millis) {
        try {
            if (millis == 0) {
                selector.selectNow(this::onReady);
            } else {
                selector.select(this::onReady, millis);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onReady(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.onWritable();
            }
            if (key.isReadable()) {
                read(connection);
            }
            if (phase != null && phase.pace() == null && !stopping) {
                sendClosedLoop(connection);
            }
        } catch (IOException e) {
            throw Complaint.lost(connection, e);
        }
    }

    // Sending.

    private void sendClosedLoop(LoadConnection connection) {
        int room = outstanding - connection.inFlight();
        if (room > 0) {
            long now = clock.getAsLong();
            send(connection, room, now);
        }
    }

    /** Sends up to {@code count} requests, due now in the closed loop and by pace in the open. */
    private void send(LoadConnection connection, int count, long now) {
        Script script = phase.script();
        int longest = script.longestRequest();
        out.clear();
        int sent = 0;
        while (sent < count
                && connection.globalSequence() < phase.limit()
                && !connection.isClogged()) {
            if (out.remaining() < longest) {
                write(connection);
                continue;
            }
            long due = phase.pace() == null ? now : phase.pace().intendedNanos(paced++);
            int kind = script.next(connection, out, connection.nextXid());
            connection.onSent(kind, due, now);
            sent++;
        }
        inFlight += sent;
        if (out.position() > 0) {
            write(connection);
        }
    }

    private void write(LoadConnection connection) {
        out.flip();
        try {
            connection.write(out);
        } catch (IOException e) {
            throw Complaint.lost(connection, e);
        }
    }

    /**
     * Sends what is due, spread over the connections; what finds no room stays due and is sent
     * late, with its lateness in its latency.
     */
    private void sendPaced() {
        long now = clock.getAsLong();
        long backlog = phase.pace().due(now) - paced;
        int share = (int) Math.max(1, Math.min(backlog / connections.size(), outstanding));
        for (int tried = 0; backlog > 0 && tried < connections.size(); tried++) {
            LoadConnection connection = connections.get(nextPaced);
            nextPaced = nextPaced + 1 == connections.size() ? 0 : nextPaced + 1;
            int room = Math.min(outstanding - connection.inFlight(), share);
            long before = paced;
            send(connection, (int) Math.min(room, backlog), now);
            backlog -= paced - before;
        }
    }

    /** A selector waits whole milliseconds, too coarse for a timetable: naps instead. */
    private void napUntilDue() {
        long wait = phase.pace().intendedNanos(paced) - clock.getAsLong();
        if (wait > 2_000_000) {
            select(wait / 1_000_000 - 1);
            return;
        }
        select(0);
        if (wait > 0) {
            LockSupport.parkNanos(Math.min(wait, NAP_NANOS));
        }
    }

    /** Now and then: keeps sessions alive, and gives up on a server that fell silent. */
    private void lookAfterConnections() {
        long now = clock.getAsLong();
        if (now - lookedAfterNanos < LOOK_AFTER_NANOS) {
            return;
        }
        lookedAfterNanos = now;
        long timeout = sessionTimeoutMillis * 1_000_000L;
        if (inFlight == 0) {
            heardNanos = now;
        } else if (now - heardNanos > timeout) {
            throw new BenchException(
                    "no reply to %d requests for %d s"
                            .formatted(inFlight, (now - heardNanos) / 1_000_000_000));
        }
        for (LoadConnection connection : connections) {
            if (now - connection.lastSentNanos() > timeout / 3 && !connection.awaitsControl()) {
                out.clear();
                ping.put(out, RequestHeader.PING_XID, 0);
                connection.onControlSent(now);
                write(connection);
            }
        }
    }

    // Receiving.

    private void read(LoadConnection connection) throws IOException {
        in.clear();
        if (in.capacity() - connection.partialLength() < BUFFER_LENGTH / 2) {
            in = ByteBuffer.allocateDirect(in.capacity() * 2);
        }
        connection.restore(in);
        int count = connection.channel().read(in);
        if (count < 0) {
            throw Complaint.closed(connection);
        }
        bytesRead.lazySet(bytesRead.get() + count);
        in.flip();
        long now = clock.getAsLong();
        heardNanos = now;
        while (in.remaining() >= 4) {
            int length = in.getInt(in.position());
            if (length < 0 || length > FRAME_MAX) {
                throw Complaint.frameLength(connection, length);
            }
            if (in.remaining() - 4 < length) {
                break;
            }
            int start = in.position() + 4;
            onFrame(connection, start, length, now);
            in.position(start + length);
        }
        latencies.flush();
        connection.keep(in);
    }

    private void onFrame(LoadConnection connection, int start, int length, long now) {
        if (!connection.isReady()) {
            onConnectResponse(connection, start, length);
            return;
        }
        if (length < ReplyHeader.LENGTH) {
            throw Complaint.replyTooShort(connection, length);
        }
        int xid = in.getInt(start);
        int error = in.getInt(start + 12);
        if (xid <= 0) {
            if (xid == RequestHeader.PING_XID) {
                connection.onControlAnswered();
            }
            return; // Of watches nobody asked for, none is expected; they are harmless.
        }
        if (connection.inFlight() == 0 || xid != connection.awaitedXid()) {
            throw Complaint.outOfOrder(connection, xid);
        }
        onReply(connection, error, length, now);
        connection.onAnswered(xid);
        inFlight--;
    }

    private void onReply(LoadConnection connection, int error, int length, long now) {
        int kind = connection.oldestKind();
        if (error != 0 && error != phase.forgiven()) {
            if (phase.strict()) {
                throw Complaint.refused(connection, error);
            }
            latencies.recordError(error);
            return;
        }
        int expected = phase.script().replyLength(kind);
        if (error == 0 && expected >= 0 && length != expected) {
            throw Complaint.replyLength(connection, length, expected);
        }
        if (measuring) {
            latencies.record(kind, now - connection.oldestDueNanos());
        }
    }

    private void onConnectResponse(LoadConnection connection, int start, int length) {
        byte[] frame = new byte[length];
        in.get(start, frame);
        Opening.check(connection, frame);
        connection.becomeReady();
    }

    /** Ends the sessions, politely if that takes not long. */
    @Override
    public void close() {
        try {
            long deadline = clock.getAsLong() + CLOSE_PATIENCE.toNanos();
            for (LoadConnection connection : connections) {
                if (connection.isReady() && connection.channel().isConnected()) {
                    out.clear();
                    closeSession.put(out, connection.nextXid(), 0);
                    out.flip();
                    connection.write(out);
                }
            }
            for (LoadConnection connection : connections) {
                drainUntilClosed(connection, deadline);
            }
        } catch (IOException e) {
            // They end by themselves when the session times out.
            return;
        } finally {
            closeSockets();
        }
    }

    private void drainUntilClosed(LoadConnection connection, long deadline) throws IOException {
        while (connection.isReady() && clock.getAsLong() - deadline < 0) {
            in.clear();
            if (connection.channel().read(in) < 0) {
                return;
            }
            selector.select(key -> {}, 1);
        }
    }

    private void closeSockets() {
        try {
            for (LoadConnection connection : connections) {
                connection.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
