package zabra.interop.crash;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import zabra.interop.wire.Handshake;
import zabra.interop.wire.RawClient;

/**
 * One client under load: it works until its server goes away, connects again when it is back,
 * checks what it finds, and goes on, until {@link #stop}. A violation ends it with an {@link
 * AssertionError}.
 */
abstract class Worker implements Callable<Void> {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final long PAUSE_NANOS = 5_000_000;

    private final IntSupplier port;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong checks = new AtomicLong();
    private volatile boolean stopped;

    Worker(IntSupplier port) {
        this.port = port;
    }

    /** How many operations the server said yes to. */
    final long acknowledged() {
        return acknowledged.get();
    }

    final void acknowledge() {
        acknowledged.incrementAndGet();
    }

    /** How often what the server has was held against what it acknowledged. */
    final long checks() {
        return checks.get();
    }

    final void stop() {
        stopped = true;
    }

    final int port() {
        return port.getAsInt();
    }

    @Override
    public final Void call() {
        Handshake.Session session = null;
        while (true) {
            try (RawClient client = connect(session)) {
                session = client.session();
                check(client);
                checks.incrementAndGet();
                while (!stopped) {
                    work(client);
                }
                check(client);
                checks.incrementAndGet();
                return null;
            } catch (IOException e) {
                // The server was killed, or is not back yet.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** The session survives its server; a refusal would show that it was lost. */
    private RawClient connect(Handshake.Session session) throws IOException {
        if (session == null) {
            return RawClient.connect(port(), TIMEOUT_MILLIS);
        }
        RawClient client = RawClient.open(port());
        try {
            if (client.handshake(Handshake.reattach(session, 0, TIMEOUT_MILLIS)).isRefused()) {
                throw new AssertionError("a session is lost: 0x" + Long.toHexString(session.id()));
            }
            return client;
        } catch (IOException | AssertionError e) {
            client.close();
            throw e;
        }
    }

    /** Compares what the server has with what it acknowledged; also called at the end. */
    abstract void check(RawClient client) throws IOException;

    /** Does a little. */
    abstract void work(RawClient client) throws IOException;
}
