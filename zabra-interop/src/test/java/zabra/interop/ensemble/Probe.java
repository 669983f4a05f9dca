package zabra.interop.ensemble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import zabra.interop.wire.Handshake;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/**
 * A client that does nothing but write, one write after another, and notes when each was
 * acknowledged. When its server goes away it tries the next one at once, with its session.
 */
final class Probe implements Callable<Void> {
    private static final int SESSION_MILLIS = 30_000;
    private static final int REPLY_MILLIS = 10_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final String path;
    private final List<Integer> ports;
    private int at;
    private final List<Long> acknowledged = new ArrayList<>();
    private volatile boolean stopped;
    private final AtomicLong failed = new AtomicLong();

    /** Begins with the {@code first} of the servers. */
    Probe(String path, List<Integer> ports, int first) {
        this.path = path;
        this.ports = List.copyOf(ports);
        this.at = first;
    }

    void stop() {
        stopped = true;
    }

    /** Writes that were under way when a connection ended, or were refused. */
    long failed() {
        return failed.get();
    }

    /** When writes were acknowledged, in {@link System#nanoTime}, in order. */
    synchronized List<Long> acknowledged() {
        return List.copyOf(acknowledged);
    }

    private synchronized void acknowledge() {
        acknowledged.add(System.nanoTime());
    }

    @Override
    public Void call() {
        Handshake.Session session = null;
        byte[] data = new byte[100];
        while (!stopped) {
            boolean writing = false;
            try (RawClient client = RawClient.open(ports.get(at), REPLY_MILLIS)) {
                Handshake handshake =
                        session == null
                                ? Handshake.fresh(SESSION_MILLIS)
                                : Handshake.reattach(session, 0, SESSION_MILLIS);
                if (client.handshake(handshake).isRefused()) {
                    session = null;
                    continue;
                }
                session = client.session();
                while (!stopped) {
                    writing = true;
                    client.succeed(Request.setData(path, data, -1));
                    writing = false;
                    acknowledge();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                if (writing) {
                    failed.incrementAndGet();
                }
                at = (at + 1) % ports.size();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return null;
    }
}
