package zabra.interop.ensemble;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import zabra.interop.server.Await;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.ServerKind;
import zabra.interop.wire.RawClient;

/**
 * All clients of a run: on each server a writer that stays, two that roam, brief sessions, and a
 * Curator pair. At the end {@link #check} holds the servers to what they said. Owned by one thread.
 */
final class Load implements AutoCloseable {
    private static final int SESSION_MILLIS = 30_000;
    private static final int ROAMING = 2;

    private final Ensemble ensemble;
    private final History history = new History();
    private final Map<Integer, Writer> pinned = new LinkedHashMap<>();
    private final List<Writer> writers = new ArrayList<>();
    private final BriefSessions brief;
    private final CuratorPair curator;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Void>> running = new ArrayList<>();

    Load(Ensemble ensemble) throws Exception {
        this.ensemble = ensemble;
        List<Integer> ports = ensemble.ports();
        for (Member member : ensemble.members()) {
            Writer writer = new Writer("w" + member.id(), List.of(member.port()), history);
            pinned.put(member.id(), writer);
            writers.add(writer);
        }
        for (int i = 0; i < ROAMING; i++) {
            writers.add(new Writer("roaming" + i, ports, history));
        }
        try (RawClient client = RawClient.connect(ensemble.leader().port(), SESSION_MILLIS)) {
            Writer.prepare(client, writers.stream().map(Client::name).toList());
            client.closeSession();
        }
        brief = new BriefSessions(ports);
        curator = new CuratorPair(ensemble.connectString());
        writers.forEach(writer -> running.add(threads.submit(writer)));
        running.add(threads.submit(brief));
        curator.tasks().forEach(task -> running.add(threads.submit(task)));
    }

    /** Waits until the writers on these servers and the roaming ones each did {@code more}. */
    void awaitProgress(List<Member> members, int more, String during) {
        List<Writer> awaited = new ArrayList<>(writers);
        awaited.removeAll(pinned.values());
        members.forEach(member -> awaited.add(pinned.get(member.id())));
        long[] before = awaited.stream().mapToLong(Client::done).toArray();
        try {
            Await.until(
                    "writers work during " + during,
                    Ensemble.PATIENCE,
                    () -> {
                        expectNoViolation();
                        for (int i = 0; i < before.length; i++) {
                            if (awaited.get(i).done() < before[i] + more) {
                                return false;
                            }
                        }
                        return true;
                    });
        } catch (AssertionError e) {
            String still = awaited.stream().map(Client::state).collect(Collectors.joining(", "));
            e.addSuppressed(new AssertionError(still + "; " + ensemble.modes()));
            throw e;
        }
    }

    private void expectNoViolation() {
        for (Future<Void> each : running) {
            if (each.state() == Future.State.FAILED) {
                throw new AssertionError("a promise is broken", each.exceptionNow());
            }
        }
    }

    /** Ends all clients, and holds every server to what they were told. */
    String check() throws Exception {
        writers.forEach(Client::stop);
        brief.stop();
        curator.stop();
        for (Future<Void> each : running) {
            each.get(Ensemble.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        curator.close();
        awaitEphemeralsGone();
        Map<String, Trees.Node> first = null;
        for (Member member : ensemble.members()) {
            Map<String, Trees.Node> tree = Trees.of(member.port());
            if (first == null) {
                first = tree;
                history.check(tree);
            }
            Trees.expectEqual(ensemble.member(1).toString(), first, member.toString(), tree);
            String mismatches =
                    FourLetterWord.monitor(member.port()).get("digest_mismatches_count");
            // The reference counts some when killed under load, and so does who learns from it: its
            // snapshots hold parts of transactions that follow them.
            if (ensemble.isAll(ServerKind.ZABRA) && !"0".equals(mismatches)) {
                throw new AssertionError(member + " has digest mismatches: " + mismatches);
            }
        }
        return summary(first.size());
    }

    /** Those of brief sessions, on every server: expired or closed. */
    private void awaitEphemeralsGone() {
        List<String> ended = brief.ended();
        Await.until(
                "ephemerals of ended sessions are gone",
                Duration.ofSeconds(60),
                () -> {
                    for (Member member : ensemble.members()) {
                        Set<String> there = Trees.of(member.port()).keySet();
                        if (ended.stream().anyMatch(there::contains)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private String summary(int znodes) throws IOException {
        return history.acknowledged()
                + " writes acknowledged, "
                + history.unknown()
                + " unknown, "
                + history.reads()
                + " reads, "
                + brief.ended().size()
                + " brief sessions, "
                + curator.acknowledged()
                + " counted under a lock; "
                + znodes
                + " znodes";
    }

    @Override
    public void close() {
        writers.forEach(Client::stop);
        brief.stop();
        curator.stop();
        threads.shutdownNow();
        curator.close();
    }
}
