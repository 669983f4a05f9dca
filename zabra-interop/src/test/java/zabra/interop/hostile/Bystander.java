package zabra.interop.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import zabra.interop.server.Await;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/** A well-behaved client that writes and reads all the time and must never notice anything. */
final class Bystander implements AutoCloseable {
    static final String PATH = "/bystander";

    private static final int ENOUGH = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicLong rounds = new AtomicLong();
    private final Future<Void> running;
    private volatile boolean stopped;

    Bystander(int port) {
        running = thread.submit(() -> run(port));
    }

    private Void run(int port) throws IOException {
        try (RawClient client = RawClient.connect(port, 30_000)) {
            client.call(Request.create(PATH, null, 0));
            while (!stopped) {
                String value = Long.toString(rounds.get());
                client.succeed(
                        Request.setData(PATH, value.getBytes(StandardCharsets.US_ASCII), -1));
                byte[] data =
                        client.succeed(Request.read(OpCode.GET_DATA, PATH, false))
                                .reader()
                                .readBuffer();
                if (!value.equals(new String(data, StandardCharsets.US_ASCII))) {
                    throw new AssertionError("wrote " + value + ", read another");
                }
                rounds.incrementAndGet();
            }
            client.closeSession();
        }
        return null;
    }

    /** It gets more done, from now on. */
    void expectServed() {
        expectServed(ENOUGH);
    }

    void expectServed(int more) {
        long before = rounds.get();
        Await.until(
                "the bystander is served",
                PATIENCE,
                () -> {
                    if (running.state() == Future.State.FAILED) {
                        throw new AssertionError("disturbed", running.exceptionNow());
                    }
                    return rounds.get() >= before + more;
                });
    }

    @Override
    public void close() {
        stopped = true;
        thread.shutdown();
    }
}
