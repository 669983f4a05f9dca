package zabra.interop.ensemble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import zabra.interop.wire.Frame;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/**
 * One connection of an {@link OpenLoop}: one thread sends writes when they are due, another takes
 * the replies. A connection that ends is made again.
 */
final class PacedWriter implements Callable<Void> {
    private static final int SESSION_MILLIS = 60_000;
    private static final long PAUSE_NANOS = 5_000_000;

    /** In {@link System#nanoTime}. */
    record Write(long due, long acknowledged) {}

    private final int port;
    private final List<String> paths;
    private final long intervalNanos;
    private final List<Write> acknowledged = new ArrayList<>();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean stopped;
    private long nextDue;

    PacedWriter(int port, List<String> paths, long intervalNanos) {
        this.port = port;
        this.paths = List.copyOf(paths);
        this.intervalNanos = intervalNanos;
    }

    void stop() {
        stopped = true;
    }

    /** Complete once {@link #call} has returned. */
    List<Write> acknowledged() {
        return acknowledged;
    }

    /** Writes that were under way when a connection ended, or were due when there was none. */
    long failed() {
        return failed.get();
    }

    @Override
    public Void call() throws InterruptedException {
        while (!stopped) {
            Queue<Long> dues = new ConcurrentLinkedQueue<>();
            try (RawClient client = RawClient.connect(port, SESSION_MILLIS)) {
                if (nextDue == 0) {
                    nextDue = System.nanoTime();
                } else {
                    skipOverdue();
                }
                Thread receiver = Thread.ofPlatform().start(() -> receive(client, dues));
                try {
                    send(client, dues);
                } finally {
                    end(client, receiver, dues);
                }
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            failed.addAndGet(dues.size());
        }
        return null;
    }

    private void skipOverdue() {
        for (; nextDue < System.nanoTime(); nextDue += intervalNanos) {
            failed.incrementAndGet();
        }
    }

    /** What was sent is waited for, unless the connection is gone. */
    private static void end(RawClient client, Thread receiver, Queue<Long> dues)
            throws IOException, InterruptedException {
        while (receiver.isAlive() && !dues.isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        client.close();
        receiver.join();
    }

    private void send(RawClient client, Queue<Long> dues) throws IOException {
        byte[] data = new byte[100];
        while (!stopped) {
            long now = System.nanoTime();
            if (nextDue > now) {
                LockSupport.parkNanos(nextDue - now);
                continue;
            }
            for (; nextDue <= now; nextDue += intervalNanos) {
                String path = paths.get((int) (sent.getAndIncrement() % paths.size()));
                dues.add(nextDue);
                client.enqueue(Request.setData(path, data, -1));
            }
            client.flush();
        }
    }

    private void receive(RawClient client, Queue<Long> dues) {
        try {
            while (true) {
                Frame reply = client.read();
                Long due = dues.peek();
                if (reply.err() != 0 || due == null) {
                    failed.incrementAndGet();
                } else {
                    acknowledged.add(new Write(due, System.nanoTime()));
                }
                dues.poll();
            }
        } catch (IOException e) {
            // The connection ended: what was under way stays in the queue.
        }
    }
}
