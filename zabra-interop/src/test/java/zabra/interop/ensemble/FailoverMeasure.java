package zabra.interop.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Await;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;

/**
 * Measures how long nobody's write is acknowledged when a server of three ends: {@code
 * bench/failover}. Zabra and the reference in turns, {@code -Dinterop.rounds} times; the numbers go
 * to {@code -Dinterop.results}, as JSON.
 */
final class FailoverMeasure {
    private static final int SESSION_MILLIS = 30_000;
    private static final int BEFORE = 100;
    private static final int AFTER = 300;

    @TempDir Path directory;

    /** What ends, and how. */
    private enum End {
        LEADER_KILLED,
        LEADER_STOPPED,
        FOLLOWER_KILLED
    }

    /**
     * @param gapMillis the longest time in which no write at all was acknowledged
     * @param slowestMillis the longest time in which one of the clients had none
     * @param failed writes that failed for clients of servers that nothing happened to
     */
    private record Outcome(double gapMillis, double slowestMillis, long failed) {}

    @Test
    void measure() throws Exception {
        int rounds = Integer.getInteger("interop.rounds", 3);
        ServerOptions options =
                ServerOptions.defaults()
                        .with("tickTime", "2000")
                        .with("initLimit", "10")
                        .with("syncLimit", "5");
        Map<ServerKind, Map<End, List<Outcome>>> all = new EnumMap<>(ServerKind.class);
        try (Ensemble zabra = start(ServerKind.ZABRA, options);
                Ensemble reference = start(ServerKind.REFERENCE, options)) {
            for (int round = 0; round < rounds; round++) {
                for (End end : End.values()) {
                    for (Ensemble ensemble : List.of(zabra, reference)) {
                        ServerKind kind = ensemble.member(1).kind();
                        Outcome outcome = measure(ensemble, end);
                        System.out.println(kind + " " + end + " " + outcome);
                        all.computeIfAbsent(kind, k -> new EnumMap<>(End.class))
                                .computeIfAbsent(end, e -> new ArrayList<>())
                                .add(outcome);
                    }
                }
            }
        }
        String json = json(all);
        System.out.println(json);
        String results = System.getProperty("interop.results");
        if (results != null) {
            Files.writeString(Path.of(results), json);
        }
    }

    private Ensemble start(ServerKind kind, ServerOptions options) throws Exception {
        Path own = directory.resolve(kind.name());
        Ensemble ensemble = Ensemble.startDirect(own, Ensemble.all(kind, 3), options);
        try (RawClient client = RawClient.connect(ensemble.leader().port(), SESSION_MILLIS)) {
            for (int i = 0; i < 3; i++) {
                client.succeed(Request.create("/probe" + i, null, 0));
            }
            client.closeSession();
        }
        return ensemble;
    }

    private static Outcome measure(Ensemble ensemble, End end) throws Exception {
        Member victim =
                end == End.FOLLOWER_KILLED ? ensemble.followers().getFirst() : ensemble.leader();
        List<Probe> probes = new ArrayList<>();
        List<Probe> elsewhere = new ArrayList<>();
        for (Member member : ensemble.members()) {
            int first = member.id() - 1;
            Probe probe = new Probe("/probe" + first, ensemble.ports(), first);
            probes.add(probe);
            if (member != victim) {
                elsewhere.add(probe);
            }
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(probes.size())) {
            List<Future<Void>> running = new ArrayList<>();
            probes.forEach(probe -> running.add(threads.submit(probe)));
            awaitWrites(probes, System.nanoTime(), BEFORE);
            long struck = System.nanoTime();
            switch (end) {
                case LEADER_KILLED, FOLLOWER_KILLED -> victim.kill();
                case LEADER_STOPPED -> victim.stop();
            }
            awaitWrites(probes, System.nanoTime(), AFTER);
            probes.forEach(Probe::stop);
            for (Future<Void> each : running) {
                each.get();
            }
            double slowest =
                    probes.stream()
                            .mapToDouble(probe -> gap(probe.acknowledged(), struck))
                            .max()
                            .orElseThrow();
            List<Long> merged = new ArrayList<>();
            probes.forEach(probe -> merged.addAll(probe.acknowledged()));
            Collections.sort(merged);
            long failed = elsewhere.stream().mapToLong(Probe::failed).sum();
            ensemble.start(victim);
            ensemble.awaitAll();
            return new Outcome(gap(merged, struck), slowest, failed);
        }
    }

    /** Each has this many acknowledged after {@code since}. */
    private static void awaitWrites(List<Probe> probes, long since, int count) {
        Await.until(
                "all write",
                Ensemble.PATIENCE,
                () -> {
                    for (Probe probe : probes) {
                        List<Long> times = probe.acknowledged();
                        if (times.size() < count || times.get(times.size() - count) < since) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** The longest pause after {@code since}, in milliseconds. */
    private static double gap(List<Long> times, long since) {
        long longest = 0;
        long before = times.getFirst();
        for (long time : times) {
            if (time > since) {
                longest = Math.max(longest, time - before);
            }
            before = time;
        }
        return longest / 1e6;
    }

    private static String json(Map<ServerKind, Map<End, List<Outcome>>> all) {
        assertThat(all).hasSize(2);
        return all.entrySet().stream()
                .map(entry ->
                        "\"%s\": {%n%s%n}"
                                .formatted(
                                        entry.getKey().name().toLowerCase(Locale.ROOT),
                                        ends(entry.getValue())))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String ends(Map<End, List<Outcome>> of) {
        return of.entrySet().stream()
                .map(entry ->
                        " \"%s\": [%s]"
                                .formatted(
                                        entry.getKey().name().toLowerCase(Locale.ROOT),
                                        entry.getValue().stream()
                                                .map(FailoverMeasure::one)
                                                .collect(Collectors.joining(",\n  "))))
                .collect(Collectors.joining(",\n"));
    }

    private static String one(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "{\"gapMillis\": %.1f, \"slowestMillis\": %.1f, \"failed\": %d}",
                outcome.gapMillis(),
                outcome.slowestMillis(),
                outcome.failed());
    }
}
