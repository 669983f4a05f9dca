package zabra.interop.ensemble;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import zabra.interop.wire.Frame;
import zabra.interop.wire.Handshake;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/**
 * A client that works until it is stopped: it keeps one session across connections, on one server
 * or on any, and never sees a zxid lower than one it saw. A broken promise ends it with an {@link
 * AssertionError}.
 */
abstract class Client implements Callable<Void> {
    private static final int SESSION_MILLIS = 100_000;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long BETWEEN_NANOS = 2_000_000;
    private static final int REPLY_MILLIS = 4_000;
    private static final int STAY = 300;

    private final String name;
    private final List<Integer> ports;
    private final SplittableRandom random;
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stopped;
    private volatile IOException lost;
    private long lastZxid;

    /** With one of {@code ports} it stays, with more it moves now and then. */
    Client(String name, List<Integer> ports) {
        this.name = name;
        this.ports = List.copyOf(ports);
        this.random = new SplittableRandom(name.hashCode());
    }

    final String name() {
        return name;
    }

    final SplittableRandom random() {
        return random;
    }

    /** What it did so far. */
    final long done() {
        return done.get();
    }

    final void count() {
        done.incrementAndGet();
    }

    final void stop() {
        stopped = true;
    }

    /** For messages: what it did, and why it last lost its connection. */
    final String state() {
        return name + " " + done() + (lost == null ? "" : " (" + lost + ")");
    }

    /** The highest zxid its session has seen. */
    final long lastZxid() {
        return lastZxid;
    }

    @Override
    public final Void call() {
        Handshake.Session session = null;
        while (!stopped) {
            try (RawClient client = connect(session)) {
                boolean fresh = session == null;
                session = client.session();
                begin(client, fresh);
                for (int i = 0; !stopped && (ports.size() == 1 || i < STAY); i++) {
                    work(client);
                    LockSupport.parkNanos(BETWEEN_NANOS);
                }
            } catch (IOException e) {
                lost = e;
                // The server went away, is not there yet, or has not seen what this session saw.
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (AssertionError e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        }
        return null;
    }

    private RawClient connect(Handshake.Session session) throws IOException {
        RawClient client = RawClient.open(ports.get(random.nextInt(ports.size())), REPLY_MILLIS);
        try {
            Handshake handshake =
                    session == null
                            ? Handshake.fresh(SESSION_MILLIS)
                            : Handshake.reattach(session, lastZxid, SESSION_MILLIS);
            if (client.handshake(handshake).isRefused()) {
                throw new AssertionError("a session is lost: 0x" + Long.toHexString(session.id()));
            }
            return client;
        } catch (IOException | AssertionError e) {
            client.close();
            throw e;
        }
    }

    /** Sends a request and checks that time does not run backwards in its reply. */
    final Frame call(RawClient client, Request request) throws IOException {
        return seen(client.call(request), request);
    }

    /** Notes a reply's zxid. */
    final Frame seen(Frame reply, Request request) throws SocketTimeoutException {
        if (reply.err() == SESSION_MOVED) {
            // An earlier connection of the session was still on its way: as if this one broke.
            throw new SocketTimeoutException("session moved");
        }
        if (reply.zxid() < lastZxid) {
            throw new AssertionError(
                    request
                            + " answered as of 0x"
                            + Long.toHexString(reply.zxid())
                            + ", the session has seen 0x"
                            + Long.toHexString(lastZxid));
        }
        lastZxid = reply.zxid();
        return reply;
    }

    private static final int SESSION_MOVED = -118;

    /** A new connection, of a new session or of the one before. */
    abstract void begin(RawClient client, boolean fresh) throws IOException;

    /** Does a little. */
    abstract void work(RawClient client) throws IOException;
}
