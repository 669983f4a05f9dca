package zabra.consensus.model;

import java.util.ArrayDeque;
import java.util.List;
import zabra.consensus.zab.Link;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.ObserverInfo;

/**
 * One end of a connection. What is sent arrives in order, each message by itself, until the
 * connection breaks behind any of them.
 */
final class ModelLink implements Link {
    /** What is queued. */
    sealed interface Cargo {
        record Message(QuorumMessage message) implements Cargo {}

        record State(List<Txn> state) implements Cargo {}

        record History(long after, long upTo) implements Cargo {}
    }

    final ModelServer owner;
    final String name;
    final ArrayDeque<Cargo> queue = new ArrayDeque<>();
    ModelLink peer;

    /** By this side, or because this side is gone. */
    boolean closed;

    /** Whether the network has cut it; this side may not know yet. */
    boolean cut;

    /** Whether the head of the queue is on its way. */
    boolean moving;

    // What the invariants want to know of it.

    /** The epoch of the last LEADERINFO that came or went here; -1 for none. */
    long epoch = -1;

    /** The last proposal sent here, or the last transaction of the state; -1 for none. */
    long proposed = -1;

    /** The last state that was received here. */
    List<Txn> received;

    private final Simulation simulation;

    ModelLink(Simulation simulation, ModelServer owner, String name) {
        this.simulation = simulation;
        this.owner = owner;
        this.name = name;
    }

    @Override
    public void send(QuorumMessage said) {
        if (isDead()) {
            return;
        }
        QuorumMessage message = owner.isPlain ? plain(said) : said;
        simulation.sends(this, message);
        queue(new Cargo.Message(message));
    }

    /** As a learner says it that offers nothing beyond ZooKeeper's protocol. */
    private static QuorumMessage plain(QuorumMessage message) {
        return switch (message) {
            case FollowerInfo(long epoch, LearnerInfo info) ->
                    new FollowerInfo(epoch, LearnerInfo.of(info.sid(), info.configVersion()));
            case ObserverInfo(long epoch, LearnerInfo info) ->
                    new ObserverInfo(epoch, LearnerInfo.of(info.sid(), info.configVersion()));
            default -> message;
        };
    }

    @Override
    public void sendHistory(long after, long upTo) {
        if (isDead()) {
            return;
        }
        proposed = upTo;
        queue(new Cargo.History(after, upTo));
    }

    void sendState(List<Txn> state) {
        if (isDead()) {
            return;
        }
        proposed = Txn.last(state);
        simulation.ledger.count("SNAP");
        queue(new Cargo.Message(new QuorumMessage.Snap(Txn.last(state))));
        queue(new Cargo.State(List.copyOf(state)));
    }

    private boolean isDead() {
        return closed || !owner.alive;
    }

    private void queue(Cargo cargo) {
        queue.add(cargo);
        simulation.network.move(this);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.clear();
            simulation.trace("  close " + name);
            simulation.network.notice(peer);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
