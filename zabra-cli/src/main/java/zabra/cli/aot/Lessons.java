package zabra.cli.aot;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import zabra.client.Session;
import zabra.client.bench.Bench;
import zabra.client.bench.BenchException;
import zabra.client.bench.BenchOptions;
import zabra.client.bench.Workload;
import zabra.client.crowd.CrowdException;
import zabra.client.crowd.CrowdOptions;
import zabra.client.crowd.Cue;
import zabra.client.crowd.Occasion;

/**
 * What a server is asked in its training run: a little of all that servers are asked. What is not
 * asked here works as well later; its classes are only loaded from the jars then.
 */
final class Lessons {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Duration EACH = Duration.ofMillis(200);
    private static final List<Workload> LOADS =
            List.of(
                    Workload.CREATE,
                    Workload.EPHEMERAL,
                    Workload.CHILDREN,
                    Workload.EXISTS,
                    Workload.WRITE,
                    Workload.READ,
                    Workload.MIX);

    private Lessons() {}

    /**
     * Asks all of it.
     *
     * @param clients where it serves clients
     * @param pages where it answers probes
     */
    static void on(InetSocketAddress clients, InetSocketAddress pages) throws IOException {
        try (Session session = Session.open(clients, PATIENCE_MILLIS)) {
            session.create("/lesson", new byte[100]);
            session.set("/lesson", new byte[10]);
            session.get("/lesson");
            session.children("/");
            session.delete("/lesson");
        }
        for (String word : List.of("ruok", "srvr", "mntr", "cons")) {
            Session.word(clients, word, PATIENCE_MILLIS);
        }
        URI ready = URI.create("http://127.0.0.1:" + pages.getPort() + "/readyz");
        try (InputStream page = ready.toURL().openStream()) {
            page.readAllBytes();
        }
        try {
            for (Occasion occasion : List.of(Occasion.FANOUT, Occasion.WATCHES)) {
                occasion.run(
                        new CrowdOptions(
                                List.of(clients),
                                20,
                                10,
                                9,
                                1,
                                Duration.ofMillis(PATIENCE_MILLIS),
                                Duration.ofMillis(PATIENCE_MILLIS)),
                        Cue.NOBODY);
            }
            for (Workload load : LOADS) {
                BenchOptions options =
                        BenchOptions.builder(List.of(clients), load)
                                .connections(16)
                                .warmup(Duration.ZERO)
                                .duration(EACH)
                                .build();
                new Bench(options, _ -> {}).run();
            }
        } catch (BenchException | CrowdException e) {
            throw new IOException("the training failed: " + e.getMessage(), e);
        }
    }
}
