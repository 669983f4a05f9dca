package zabra.interop.ensemble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/**
 * Opens sessions with an ephemeral znode each, and ends them: in order, or by silence. None of the
 * znodes may outlive its session.
 */
final class BriefSessions implements Callable<Void> {
    private static final int SESSION_MILLIS = 3_000;
    private static final int EPHEMERAL = 1;
    private static final long PAUSE_NANOS = 50_000_000;

    private final List<Integer> ports;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<String> ended = new ArrayList<>();
    private final List<RawClient> silent = new ArrayList<>();
    private volatile boolean stopped;
    private int serial;

    BriefSessions(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    void stop() {
        stopped = true;
    }

    /** Znodes whose sessions ended; complete once {@link #call} has returned. */
    List<String> ended() {
        return List.copyOf(ended);
    }

    @Override
    public Void call() throws IOException {
        while (!stopped) {
            try {
                open("/ephemerals/brief-" + serial++);
            } catch (IOException e) {
                // What this session created is nobody's now.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        for (RawClient client : silent) {
            client.close();
        }
        return null;
    }

    private void open(String path) throws IOException {
        ended.add(path);
        RawClient client =
                RawClient.connect(ports.get(random.nextInt(ports.size())), SESSION_MILLIS);
        try {
            client.succeed(Request.create(path, null, EPHEMERAL));
            if (random.nextInt(3) > 0) {
                client.closeSession();
                expectGone(path);
            } else if (random.nextBoolean()) {
                client.close();
            } else {
                // The connection stays, but nothing is said on it any more.
                silent.add(client);
            }
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** After a session is closed, whoever syncs does not see its znodes. */
    private void expectGone(String path) throws IOException {
        try (RawClient other =
                RawClient.connect(ports.get(random.nextInt(ports.size())), SESSION_MILLIS)) {
            other.succeed(Request.ofPath(OpCode.SYNC, "/"));
            if (other.call(Request.read(OpCode.EXISTS, path, false)).err() == 0) {
                throw new AssertionError(path + " outlives its session");
            }
            other.closeSession();
        }
    }
}
