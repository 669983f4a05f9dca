package zabra.consensus.model;

import java.util.SortedMap;
import java.util.TreeMap;
import zabra.protocol.quorum.Notification;

/**
 * The election connections between all servers. Of what was not delivered yet only the last counts;
 * what is sent while there is no connection, or breaks with it, is lost.
 */
final class Elections {
    private record Pair(long from, long to) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return from == other.from ? Long.compare(to, other.to) : Long.compare(from, other.from);
        }
    }

    private final Simulation simulation;
    private final SortedMap<Pair, Notification> under = new TreeMap<>();

    Elections(Simulation simulation) {
        this.simulation = simulation;
    }

    void send(long from, long to, Notification notification) {
        Pair pair = new Pair(from, to);
        if (under.put(pair, notification) == null) {
            simulation.at(simulation.soon(20), null, "", () -> arrive(pair));
        }
    }

    private void arrive(Pair pair) {
        Notification notification = under.remove(pair);
        ModelServer target = simulation.servers.get(pair.to);
        if (target.alive
                && isUp(pair.from, pair.to)
                && (simulation.healed || !simulation.chance(1))) {
            simulation.at(
                    simulation.now,
                    target,
                    "vote of "
                            + pair.from
                            + ": "
                            + notification.state()
                            + " "
                            + notification.leader(),
                    () -> {
                        if (notification.leader() == pair.to) {
                            target.rumours.add(notification.zxid());
                        }
                        target.zab.onVote(pair.from, notification);
                    });
        }
    }

    private boolean isUp(long one, long other) {
        return simulation.servers.get(one).alive
                && simulation.servers.get(other).alive
                && !simulation.network.isBlocked(one, other)
                && !simulation.network.isBlocked(other, one);
    }

    /** The server learns anew who can be reached. */
    void dial(ModelServer server) {
        for (long other : simulation.servers.keySet()) {
            if (other != server.sid) {
                tell(server, other);
            }
        }
    }

    /** All learn of this server. */
    void changed(ModelServer server) {
        simulation
                .servers
                .values()
                .forEach(other -> {
                    if (other != server) {
                        tell(other, server.sid);
                        tell(server, other.sid);
                    }
                });
    }

    private void tell(ModelServer server, long other) {
        if (server.alive) {
            simulation.at(
                    simulation.soon(60),
                    server,
                    "",
                    () -> server.zab.onReachable(other, isUp(server.sid, other)));
        }
    }
}
