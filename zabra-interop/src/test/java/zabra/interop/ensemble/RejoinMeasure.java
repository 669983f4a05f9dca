package zabra.interop.ensemble;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.wire.RawClient;
import zabra.interop.wire.Request;
import zabra.protocol.OpCode;

/**
 * Measures how long a server takes to rejoin an ensemble of three under load, and what the writers
 * notice of it: {@code bench/rejoin}. {@code -Dinterop.kinds} (zabra, reference), {@code
 * -Dinterop.znodes} in the tree, {@code -Dinterop.behind} transactions missed, {@code
 * -Dinterop.rate} writes a second, {@code -Dinterop.seconds} before and after, {@code
 * -Dinterop.absences} (history, behind, emptied), {@code -Dinterop.flags} of the servers' Java
 * machines; the numbers go to {@code -Dinterop.results}, as JSON.
 */
final class RejoinMeasure {
    private static final int SESSION_MILLIS = 30_000;
    private static final int CONNECTIONS_PER_SERVER = 2;

    @TempDir Path directory;

    /** How a follower was away. */
    private enum Absence {
        /** Stopped for many transactions, which are sent from the leader's log. */
        HISTORY,
        /** The same, with everything as it comes: ZooKeeper's rule prefers the state. */
        BEHIND,
        /** With an emptied disk. */
        EMPTIED
    }

    /**
     * @param missed transactions when it was started
     * @param servingMillis from the start of its process until it says that it follows
     * @param inSyncMillis until it has shown a client all that was written before it began to serve
     */
    private record Outcome(
            long missed,
            double servingMillis,
            double inSyncMillis,
            OpenLoop.Outcome before,
            OpenLoop.Outcome during,
            OpenLoop.Outcome after) {}

    private final int znodes = Integer.getInteger("interop.znodes", 100_000);
    private final int behind = Integer.getInteger("interop.behind", 100_000);
    private final int rate = Integer.getInteger("interop.rate", 1_000);
    private final int seconds = Integer.getInteger("interop.seconds", 10);

    @Test
    void measure() throws Exception {
        List<String> all = new ArrayList<>();
        for (String kind : System.getProperty("interop.kinds", "zabra,reference").split(",", -1)) {
            Map<Absence, Outcome> outcomes =
                    measure(ServerKind.valueOf(kind.toUpperCase(Locale.ROOT)));
            String json =
                    outcomes.entrySet().stream()
                            .map(entry -> name(entry.getKey()) + json(entry.getValue()))
                            .collect(Collectors.joining(",\n"));
            all.add("\"" + kind + "\": {\n" + json + "\n}");
        }
        String json = "{\n" + String.join(",\n", all) + "\n}\n";
        System.out.println(json);
        String results = System.getProperty("interop.results");
        if (results != null) {
            Files.writeString(Path.of(results), json);
        }
    }

    private Map<Absence, Outcome> measure(ServerKind kind) throws Exception {
        Map<Absence, Outcome> outcomes = new LinkedHashMap<>();
        String wanted = System.getProperty("interop.absences", "history,behind,emptied");
        for (Absence absence : Absence.values()) {
            if (!wanted.contains(absence.name().toLowerCase(Locale.ROOT))) {
                continue;
            }
            ServerOptions options = options(absence);
            Path own = directory.resolve(kind + "-" + absence);
            try (Ensemble ensemble = Ensemble.startDirect(own, Ensemble.all(kind, 3), options)) {
                List<String> paths = fill(ensemble.leader());
                Outcome outcome = measure(ensemble, absence, paths);
                System.out.println(kind + " " + absence + " " + outcome);
                outcomes.put(absence, outcome);
            }
        }
        return outcomes;
    }

    private static ServerOptions options(Absence absence) {
        ServerOptions options =
                ServerOptions.defaults()
                        .with("tickTime", "2000")
                        .with("initLimit", "10")
                        .with("syncLimit", "5")
                        .with("preAllocSize", "65536")
                        .withHeapMib(2048)
                        .withFlags(
                                System.getProperty(
                                                "interop.flags",
                                                "-XX:+UseG1GC -XX:+UseCompactObjectHeaders")
                                        .split(" ", -1));
        // Only by this will ZooKeeper send a history that is longer than a third of the state.
        return absence == Absence.HISTORY
                ? options.withProperty("zookeeper.snapshotSizeFactor", "100")
                : options;
    }

    /** Creates the tree; returns what is written to later. */
    private List<String> fill(Member leader) throws Exception {
        List<String> paths = new ArrayList<>();
        byte[] data = new byte[100];
        try (RawClient client = RawClient.connect(leader.port(), SESSION_MILLIS);
                Pipeline pipeline = new Pipeline(client)) {
            for (int i = 0; i < znodes; i++) {
                if (i % 1000 == 0) {
                    pipeline.add(Request.create("/d" + i / 1000, null, 0));
                }
                String path = "/d" + i / 1000 + "/znode-" + i;
                pipeline.add(Request.create(path, data, 0));
                if (i % Math.max(1, znodes / 1000) == 0) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    /** Writes that the stopped server misses. */
    private void miss(Member leader, List<String> paths) throws Exception {
        byte[] data = new byte[100];
        try (RawClient client = RawClient.connect(leader.port(), SESSION_MILLIS);
                Pipeline pipeline = new Pipeline(client)) {
            for (int i = 0; i < behind; i++) {
                pipeline.add(Request.setData(paths.get(i % paths.size()), data, -1));
            }
        }
    }

    private Outcome measure(Ensemble ensemble, Absence absence, List<String> paths)
            throws Exception {
        Member victim = ensemble.followers().getFirst();
        victim.stop();
        if (absence == Absence.EMPTIED) {
            victim.wipe();
        } else {
            miss(ensemble.leader(), paths);
        }
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS_PER_SERVER; i++) {
            ensemble.members().stream()
                    .filter(member -> member != victim)
                    .forEach(member -> ports.add(member.port()));
        }
        try (OpenLoop load = new OpenLoop(ports, paths, rate)) {
            await(seconds);
            long before = System.nanoTime();
            await(seconds);
            long started = System.nanoTime();
            ensemble.start(victim);
            victim.awaitServing(Ensemble.PATIENCE.multipliedBy(4));
            long serving = System.nanoTime();
            try (RawClient client = RawClient.connect(victim.port(), SESSION_MILLIS)) {
                client.succeed(Request.ofPath(OpCode.SYNC, "/"));
                client.succeed(Request.read(OpCode.GET_DATA, paths.getFirst(), false));
                client.closeSession();
            }
            long inSync = System.nanoTime();
            await(seconds);
            long end = System.nanoTime();
            await(1);
            load.stop();
            return new Outcome(
                    absence == Absence.EMPTIED ? znodes : behind,
                    (serving - started) / 1e6,
                    (inSync - started) / 1e6,
                    load.between(before, started),
                    load.between(started, inSync),
                    load.between(inSync, end));
        }
    }

    /** The time is what is measured, no state is waited for. */
    private static void await(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static String name(Absence absence) {
        return " \"" + absence.name().toLowerCase(Locale.ROOT) + "\": ";
    }

    private static String json(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "{\"missed\": %d, \"servingMillis\": %.0f, \"inSyncMillis\": %.0f,%n"
                        + "  \"before\": %s,%n  \"during\": %s,%n  \"after\": %s}",
                outcome.missed(),
                outcome.servingMillis(),
                outcome.inSyncMillis(),
                json(outcome.before()),
                json(outcome.during()),
                json(outcome.after()));
    }

    private static String json(OpenLoop.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "{\"writes\": %d, \"p50Millis\": %.2f, \"p99Millis\": %.2f, \"p999Millis\": %.2f,"
                        + " \"maxMillis\": %.2f, \"gapMillis\": %.2f, \"failed\": %d}",
                outcome.writes(),
                outcome.p50Millis(),
                outcome.p99Millis(),
                outcome.p999Millis(),
                outcome.maxMillis(),
                outcome.gapMillis(),
                outcome.failed());
    }
}
