package zabra.consensus.model;

import java.util.ArrayList;
import java.util.List;

/** Makes things go wrong, and clients work. */
final class Chaos {
    private final Simulation simulation;
    private final Faults faults;

    Chaos(Simulation simulation) {
        this.simulation = simulation;
        faults = simulation.faults;
    }

    void begin() {
        simulation
                .servers
                .values()
                .forEach(server ->
                        simulation.at(
                                simulation.soon(100), null, "", () -> simulation.start(server)));
        every(faults.load(), this::load);
        every(faults.load() * 3, this::barrier);
        untilHealed(
                faults.crash(), () -> simulation.crash(any(), simulation.random.nextInt(1_500)));
        untilHealed(faults.crashAll(), this::crashAll);
        untilHealed(
                faults.pause(),
                () -> {
                    ModelServer server = any();
                    server.pausedUntil = simulation.now + simulation.random.nextInt(1_500);
                    simulation.trace(server + " pauses until " + server.pausedUntil);
                });
        untilHealed(
                faults.stall(),
                () -> {
                    ModelServer server = any();
                    server.stalledUntil = simulation.now + simulation.random.nextInt(2_000);
                    simulation.trace(
                            server + " has a disk that stalls until " + server.stalledUntil);
                });
        untilHealed(faults.cut(), this::cut);
        untilHealed(faults.partition(), this::partition);
        untilHealed(faults.orphan(), this::orphan);
        untilHealed(
                faults.resign(),
                () -> {
                    ModelServer server = any();
                    simulation.at(simulation.now, server, "resigns", () -> server.zab.resign());
                });
        every(faults.snapshot(), this::snapshot);
    }

    /** Lets all that is wrong pass. */
    void heal() {
        simulation.trace("heal");
        simulation.healed = true;
        simulation.network.heal();
    }

    private void every(int meanMillis, Runnable action) {
        if (meanMillis > 0) {
            int spread = simulation.healed ? 1_000 : 2 * meanMillis;
            long time = simulation.now + 1 + simulation.random.nextInt(spread);
            simulation.at(
                    time,
                    null,
                    "",
                    () -> {
                        action.run();
                        every(meanMillis, action);
                    });
        }
    }

    private void untilHealed(int meanMillis, Runnable action) {
        every(
                meanMillis,
                () -> {
                    if (!simulation.healed) {
                        action.run();
                    }
                });
    }

    /** Leaders are more interesting than others. */
    private ModelServer any() {
        if (simulation.chance(30)) {
            return leader();
        }
        List<ModelServer> all = List.copyOf(simulation.servers.values());
        return all.get(simulation.random.nextInt(all.size()));
    }

    /** One of those that believe to lead; anybody where nobody does. */
    private ModelServer leader() {
        List<ModelServer> leaders =
                simulation.servers.values().stream()
                        .filter(server -> server.serving && server.leader == server.sid)
                        .toList();
        List<ModelServer> some =
                leaders.isEmpty() ? List.copyOf(simulation.servers.values()) : leaders;
        return some.get(simulation.random.nextInt(some.size()));
    }

    private void load() {
        ModelServer server = any();
        if (simulation.healed) {
            server =
                    simulation.servers.values().stream()
                            .filter(each -> each.alive && each.zab.isPrimary())
                            .findFirst()
                            .orElse(server);
        }
        if (server.serving) {
            ModelServer chosen = server;
            int count = 1 + simulation.random.nextInt(4);
            simulation.at(
                    simulation.now,
                    server,
                    "client",
                    () -> {
                        for (int i = 0; i < count && chosen.serving; i++) {
                            if (chosen.zab.isPrimary()) {
                                chosen.propose();
                            } else if (chosen.leader != chosen.sid) {
                                chosen.request();
                            }
                        }
                    });
        }
    }

    private void barrier() {
        ModelServer server = any();
        if (server.serving) {
            simulation.at(
                    simulation.now,
                    server,
                    "barrier",
                    () -> {
                        if (server.zab.isPrimary()) {
                            server.barrier();
                        }
                    });
        }
    }

    private void crashAll() {
        simulation
                .servers
                .values()
                .forEach(server -> simulation.crash(server, simulation.random.nextInt(1_000)));
    }

    private void cut() {
        List<ModelLink> links = new ArrayList<>();
        simulation.servers.values().forEach(server -> links.addAll(server.links));
        links.removeIf(link -> link.cut || link.closed);
        if (!links.isEmpty()) {
            simulation.network.cut(links.get(simulation.random.nextInt(links.size())));
        }
    }

    private void orphan() {
        ModelServer server = leader();
        int millis = simulation.random.nextInt(2_500);
        simulation.at(
                simulation.now,
                server,
                "is not heard while it proposes",
                () -> {
                    if (server.zab.isPrimary()) {
                        simulation.servers.keySet().stream()
                                .filter(other -> other != server.sid)
                                .forEach(other -> {
                                    simulation.network.block(server.sid, other);
                                    simulation.at(
                                            simulation.now + millis,
                                            null,
                                            "",
                                            () -> simulation.network.unblock(server.sid, other));
                                });
                        for (int i = simulation.random.nextInt(4); i >= 0; i--) {
                            if (server.zab.isPrimary()) {
                                server.propose();
                            }
                        }
                        // What is under way is lost for good.
                        if (simulation.chance(70)) {
                            List.copyOf(server.links).forEach(simulation.network::cut);
                        }
                    }
                });
    }

    private void partition() {
        long one = any().sid;
        long other = any().sid;
        if (one == other) {
            return;
        }
        boolean both = simulation.chance(70);
        int millis = 50 + simulation.random.nextInt(simulation.chance(50) ? 300 : 3_000);
        simulation.network.block(one, other);
        if (both) {
            simulation.network.block(other, one);
        }
        simulation.at(
                simulation.now + millis,
                null,
                "",
                () -> {
                    simulation.network.unblock(one, other);
                    simulation.network.unblock(other, one);
                });
    }

    private void snapshot() {
        ModelServer server = any();
        if (server.alive) {
            server.snapshot();
            if (server.serving && simulation.chance(20)) {
                server.disk.purge();
            }
            simulation.diskChanged(server);
        }
    }
}
