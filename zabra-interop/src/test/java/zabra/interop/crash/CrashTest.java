package zabra.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Await;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.interop.wire.TreeWalk;

/**
 * The server is killed under load ({@code -Dinterop.kills} times) and keeps every promise it made.
 */
final class CrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OPERATIONS_BEFORE_A_KILL = 600;

    @TempDir Path directory;

    @Test
    void keepsWhatItAcknowledged() throws Exception {
        killAndCheck(Integer.getInteger("interop.kills", 12));
    }

    @Test
    @Tag("soak")
    void keepsWhatItAcknowledgedForLong() throws Exception {
        killAndCheck(Integer.getInteger("interop.kills", 60));
    }

    private void killAndCheck(int kills) throws Exception {
        // Small files and frequent snapshots: a kill meets all that happens to files.
        ServerOptions options =
                ServerOptions.defaults()
                        .with("tickTime", "1000")
                        .with("snapCount", "500")
                        .with("preAllocSize", "64");
        ServerKind subject = ServerKind.underTest();
        try (ServerProcess server = ServerProcess.start(subject, directory, options)) {
            prepare(server.port());
            Ephemerals ephemerals = new Ephemerals(server::port, "/ephemerals");
            List<Worker> workers =
                    List.of(
                            new Sequences(server::port, "/sequences0"),
                            new Sequences(server::port, "/sequences1"),
                            new Counter(server::port, "/counter0"),
                            new Counter(server::port, "/counter1"),
                            new Pairs(server::port, "/pair"),
                            new Onlooker(
                                    server::port, List.of("/counter0", "/counter1", "/pair/left")),
                            ephemerals);
            ExecutorService threads = Executors.newFixedThreadPool(workers.size());
            try {
                List<Future<Void>> running = new ArrayList<>();
                workers.forEach(worker -> running.add(threads.submit(worker)));
                SplittableRandom random = new SplittableRandom(kills);
                int done = 0;
                while (done < kills) {
                    awaitWork(workers, running, random.nextInt(OPERATIONS_BEFORE_A_KILL));
                    server.kill();
                    done++;
                    server.start(subject, options);
                    expectDigestsHold(server.port());
                }
                awaitWork(workers, running, 1);
                workers.forEach(Worker::stop);
                for (Future<Void> each : running) {
                    each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                expectNoOrphans(server.port(), ephemerals);
                expectTheReferenceAgrees(server, options);
                System.out.println("kept over " + done + " kills: " + summary(workers));
            } finally {
                workers.forEach(Worker::stop);
                threads.shutdownNow();
            }
        }
    }

    private static String summary(List<Worker> workers) {
        return workers.stream()
                .map(worker ->
                        worker.getClass().getSimpleName()
                                + " "
                                + worker.acknowledged()
                                + " acknowledged, "
                                + worker.checks()
                                + " checks")
                .collect(Collectors.joining("; "));
    }

    private static void prepare(int port) throws Exception {
        byte[] zero = Counter.bytes(0);
        try (RawClient client = RawClient.connect(port, 30_000)) {
            for (String path : List.of("/sequences0", "/sequences1", "/ephemerals", "/pair")) {
                client.succeed(Request.create(path, null, 0));
            }
            for (String path : List.of("/counter0", "/counter1", "/pair/left", "/pair/right")) {
                client.succeed(Request.create(path, zero, 0));
            }
            client.closeSession();
        }
    }

    /** Every worker got something done, and all together at least this much. */
    private static void awaitWork(List<Worker> workers, List<Future<Void>> running, int total) {
        long[] before = workers.stream().mapToLong(Worker::acknowledged).toArray();
        Await.until(
                "all workers work",
                PATIENCE,
                () -> {
                    long sum = 0;
                    boolean all = true;
                    for (int i = 0; i < before.length; i++) {
                        expectRunning(running.get(i));
                        long done = workers.get(i).acknowledged() - before[i];
                        all &= done > 0;
                        sum += done;
                    }
                    return all && sum >= total;
                });
    }

    private static void expectRunning(Future<Void> worker) {
        if (worker.state() == Future.State.FAILED) {
            throw new AssertionError("a promise is broken", worker.exceptionNow());
        }
    }

    private static void expectNoOrphans(int port, Ephemerals ephemerals) throws Exception {
        assertThat(ephemerals.abandonedCount()).isPositive();
        try (RawClient client = RawClient.connect(port, 60_000)) {
            Await.until(
                    "ephemerals of abandoned sessions are gone",
                    PATIENCE,
                    () -> ephemerals.onlyMineAreLeft(client));
        }
    }

    /** What the server replayed when it started has the digests that were logged with it. */
    private static void expectDigestsHold(int port) throws Exception {
        assertThat(FourLetterWord.monitor(port)).containsEntry("digest_mismatches_count", "0");
    }

    private static void expectTheReferenceAgrees(ServerProcess server, ServerOptions options)
            throws Exception {
        expectDigestsHold(server.port());
        SortedMap<String, String> tree = TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH);
        String zxid = FourLetterWord.zxid(server.port());
        server.kill();
        server.start(ServerKind.REFERENCE, options);
        assertThat(FourLetterWord.zxid(server.port())).isEqualTo(zxid);
        expectDigestsHold(server.port());
        assertThat(TreeWalk.of(server.port(), ServerOptions.SUPER_AUTH)).isEqualTo(tree);
    }
}
