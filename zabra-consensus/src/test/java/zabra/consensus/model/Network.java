package zabra.consensus.model;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import zabra.consensus.model.ModelLink.Cargo;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/** Connections between learners and leaders. */
final class Network {
    private record Way(long from, long to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return from == other.from ? Long.compare(to, other.to) : Long.compare(from, other.from);
        }
    }

    private final Simulation simulation;
    private final SortedSet<Way> blocked = new TreeSet<>();
    private int connections;

    Network(Simulation simulation) {
        this.simulation = simulation;
    }

    // ---- partitions: what is under way waits

    boolean isBlocked(long from, long to) {
        return blocked.contains(new Way(from, to));
    }

    void block(long from, long to) {
        simulation.trace("block " + from + "->" + to);
        blocked.add(new Way(from, to));
        changed(from, to);
    }

    void unblock(long from, long to) {
        if (blocked.remove(new Way(from, to))) {
            simulation.trace("unblock " + from + "->" + to);
            changed(from, to);
        }
    }

    private void changed(long from, long to) {
        simulation.elections.changed(simulation.servers.get(from));
        simulation.elections.changed(simulation.servers.get(to));
    }

    void heal() {
        List.copyOf(blocked).forEach(way -> unblock(way.from, way.to));
    }

    // ---- connections

    void dial(ModelServer learner, long to) {
        ModelServer leader = simulation.servers.get(to);
        simulation.at(
                simulation.soon(30),
                null,
                "",
                () -> {
                    boolean reached =
                            learner.alive
                                    && leader.alive
                                    && !isBlocked(learner.sid, to)
                                    && !isBlocked(to, learner.sid)
                                    && (simulation.healed || !simulation.chance(10));
                    if (reached) {
                        connect(learner, leader);
                    } else if (learner.alive) {
                        simulation.at(
                                simulation.soon(30),
                                learner,
                                "dial failed to " + to,
                                () -> learner.zab.onDialFailed(to));
                    }
                });
    }

    private void connect(ModelServer learner, ModelServer leader) {
        connections++;
        String name = learner.sid + "-" + leader.sid + "/" + connections;
        ModelLink near = new ModelLink(simulation, learner, name + "<");
        ModelLink far = new ModelLink(simulation, leader, name + ">");
        near.peer = far;
        far.peer = near;
        learner.links.add(near);
        leader.links.add(far);
        long accepted = simulation.soon(5);
        simulation.at(accepted, leader, "accepted " + far, () -> leader.zab.onAccepted(far));
        // Not before, so that no message overtakes it.
        simulation.at(
                Math.max(accepted, simulation.soon(5)),
                learner,
                "dialed " + near,
                () -> learner.zab.onDialed(leader.sid, near));
    }

    /** Something is queued. */
    void move(ModelLink link) {
        if (!link.moving && !link.queue.isEmpty()) {
            link.moving = true;
            simulation.at(
                    simulation.soon(8),
                    null,
                    "",
                    () -> {
                        link.moving = false;
                        arrive(link);
                    });
        }
    }

    private void arrive(ModelLink link) {
        if (link.cut || link.closed || link.queue.isEmpty()) {
            return;
        }
        if (!isBlocked(link.owner.sid, link.peer.owner.sid)) {
            // Sometimes all at once, sometimes one by one.
            int count = simulation.chance(50) ? link.queue.size() : 1;
            for (int i = 0; i < count && !link.closed; i++) {
                unload(link, link.queue.remove());
            }
        }
        move(link);
    }

    private void unload(ModelLink link, Cargo cargo) {
        ModelLink to = link.peer;
        switch (cargo) {
            case Cargo.Message(QuorumMessage message) -> deliver(to, message);
            case Cargo.State(List<Txn> state) ->
                    simulation.at(
                            simulation.now,
                            to.owner,
                            "state received on " + to,
                            () -> {
                                to.received = state;
                                to.owner.zab.onSnapshotReceived(to);
                            });
            case Cargo.History(long after, long upTo) -> {
                simulation.ledger.count("history");
                List<Txn> txns = link.owner.disk.read(after, upTo);
                if (txns == null) {
                    simulation.trace(
                            "history "
                                    + Zxid.toString(after)
                                    + ".."
                                    + Zxid.toString(upTo)
                                    + " is not there for "
                                    + link);
                    cut(link);
                    return;
                }
                for (Txn txn : txns) {
                    deliver(to, new Proposal(txn.zxid(), txn.bytes()));
                    deliver(to, new Commit(txn.zxid()));
                }
            }
        }
    }

    private void deliver(ModelLink to, QuorumMessage message) {
        simulation.at(
                simulation.now,
                to.owner,
                "gets " + Simulation.describe(message) + " on " + to,
                () -> {
                    if (message instanceof LeaderInfo info) {
                        to.epoch = info.epoch();
                    }
                    to.owner.zab.onMessage(to, message);
                });
    }

    /** This end was closed: the other one gets to know. */
    void notice(ModelLink end) {
        simulation.at(
                simulation.soon(10),
                end.owner,
                "closed " + end,
                () -> {
                    if (!end.closed) {
                        end.closed = true;
                        end.owner.zab.onClosed(end);
                    }
                });
    }

    /** The connection breaks; both sides get to know, each in its time. */
    void cut(ModelLink link) {
        if (!link.cut) {
            link.cut = true;
            link.peer.cut = true;
            simulation.trace("cut " + link);
            notice(link);
            notice(link.peer);
        }
    }

    /** A server is gone, and its side of all connections. Rarely nobody tells the others. */
    void gone(ModelServer server) {
        for (ModelLink link : server.links) {
            link.closed = true;
            link.queue.clear();
            link.cut = true;
            link.peer.cut = true;
            if (simulation.healed || !simulation.chance(20)) {
                notice(link.peer);
            }
        }
        server.links.clear();
    }
}
