package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator against the canned server, over loopback; how fast does not matter. */
class BenchTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir private Path directory;

    private static BenchOptions.Builder options(int port, Workload workload) {
        return BenchOptions.builder(List.of(new InetSocketAddress(LOOPBACK, port)), workload)
                .connections(3)
                .outstanding(5)
                .warmup(Duration.ofMillis(1))
                .duration(Duration.ofSeconds(60));
    }

    private interface Client {
        BenchResult run(int port);
    }

    private static BenchResult against(CannedServer server, Client client)
            throws ExecutionException, InterruptedException {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> serving = executor.submit(server);
            try {
                return client.run(server.port());
            } finally {
                server.close();
                serving.get();
            }
        }
    }

    private static CannedServer server(Path log) throws IOException {
        return CannedServer.open(new InetSocketAddress(LOOPBACK, 0), 100, log);
    }

    private static BenchResult run(BenchOptions options) {
        return new Bench(options, interval -> {}).run();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadRunsToItsLimitWithoutErrors(Workload workload) throws Exception {
        BenchResult result =
                against(
                        server(null),
                        port ->
                                run(
                                        options(port, workload)
                                                .warmup(Duration.ZERO)
                                                .operations(2_000)
                                                .build()));
        assertThat(result.errorCount()).isZero();
        // What was answered before the measuring began is not counted.
        assertThat(result.all().operations()).isBetween(0L, 2_000L);
        assertThat(result.reads().operations() + result.writes().operations())
                .isEqualTo(result.all().operations());
    }

    @Test
    void writesAreInTheLogBeforeTheyAreAnswered() throws Exception {
        Path log = directory.resolve("log");
        against(server(log), port -> run(options(port, Workload.WRITE).operations(500).build()));
        byte[] start = new byte[1 << 20];
        try (var in = Files.newInputStream(log)) {
            assertThat(in.readNBytes(start, 0, start.length)).isEqualTo(start.length);
        }
        // The first request of all creates the root: xid 1, create.
        assertThat(start).startsWith(0, 0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void severalThreadsShareTheWork() throws Exception {
        BenchResult result =
                against(
                        server(null),
                        port ->
                                run(
                                        options(port, Workload.MIX)
                                                .threads(2)
                                                .operations(3_000)
                                                .build()));
        assertThat(result.errorCount()).isZero();
    }

    @Test
    void theOpenLoopSendsWhatIsDueAndNoMore() throws Exception {
        BenchResult result =
                against(
                        server(null),
                        port ->
                                run(
                                        options(port, Workload.READ)
                                                .rate(2_000)
                                                .operations(300)
                                                .build()));
        assertThat(result.errorCount()).isZero();
        assertThat(result.all().operations()).isLessThanOrEqualTo(300);
    }

    @Test
    void repliesLargerThanTheBufferAreRead() throws Exception {
        int size = 700_000;
        BenchResult result =
                against(
                        CannedServer.open(new InetSocketAddress(LOOPBACK, 0), size, null),
                        port ->
                                run(
                                        options(port, Workload.READ)
                                                .dataSize(size)
                                                .znodes(2)
                                                .operations(40)
                                                .build()));
        assertThat(result.errorCount()).isZero();
    }

    @Test
    void requestsLargerThanTheBufferAreSent() throws Exception {
        int size = 700_000;
        BenchResult result =
                against(
                        CannedServer.open(new InetSocketAddress(LOOPBACK, 0), size, null),
                        port ->
                                run(
                                        options(port, Workload.WRITE)
                                                .dataSize(size)
                                                .znodes(2)
                                                .operations(40)
                                                .build()));
        assertThat(result.errorCount()).isZero();
    }

    @Test
    void aReplyOfTheWrongLengthEndsTheRun() throws Exception {
        assertThatThrownBy(() ->
                        against(
                                server(null),
                                port -> run(options(port, Workload.READ).dataSize(5).build())))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("188 bytes where 93 are right");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> run(options(port, Workload.READ).build()))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("cannot connect")
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void aServerThatClosesBeforeTheSessionIsExplained() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, LOOPBACK);
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> serving =
                    executor.submit(() -> {
                        for (int i = 0; i < 3; i++) {
                            try (Socket accepted = socket.accept()) {
                                // Unread bytes would make the close a reset.
                                accepted.getInputStream().readNBytes(49);
                            }
                        }
                        return null;
                    });
            assertThatThrownBy(() -> run(options(socket.getLocalPort(), Workload.READ).build()))
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("closed a connection before it gave a session");
            serving.get();
        }
    }

    @Test
    void stoppingEndsTheRunAndReportsWhatWasMeasured() throws Exception {
        BenchResult result =
                against(
                        server(null),
                        port -> {
                            Bench[] bench = new Bench[1];
                            bench[0] =
                                    new Bench(
                                            options(port, Workload.READ).build(),
                                            interval -> {
                                                if (interval.phase().equals("run")) {
                                                    bench[0].stop();
                                                }
                                            });
                            return bench[0].run();
                        });
        assertThat(result.seconds()).isLessThan(60);
        assertThat(result.all().operations()).isPositive();
    }
}
