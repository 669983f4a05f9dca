package zabra.peer;

import java.util.ArrayDeque;
import zabra.consensus.Consensus;
import zabra.consensus.zab.Link;
import zabra.protocol.quorum.QuorumMessage;

/** Syncs of clients and of learners that wait for a barrier, in order. Replica thread only. */
final class Barriers {
    /** Who waits: a client here, or a learner for one of its clients. */
    private sealed interface Waiting {
        /**
         * @param proposed the last transaction proposed before it
         */
        record Client(Pending sync, long proposed) implements Waiting {}

        record Learner(Link link) implements Waiting {}
    }

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long reached;

    /**
     * @param proposed the last transaction proposed by now
     */
    void add(Pending sync, long proposed, Consensus consensus) {
        ask(new Waiting.Client(sync, proposed), consensus);
    }

    void add(Link learner, Consensus consensus) {
        ask(new Waiting.Learner(learner), consensus);
    }

    private void ask(Waiting who, Consensus consensus) {
        waiting.add(who);
        consensus.barrier(reached + waiting.size());
    }

    void reached(long token) {
        while (reached < token) {
            reached++;
            switch (waiting.remove()) {
                case Waiting.Client(Pending sync, long proposed) -> sync.reach(proposed);
                case Waiting.Learner(Link link) -> link.send(new QuorumMessage.Sync());
            }
        }
    }

    /** Deposed: nobody gets an answer. */
    void abandon() {
        reached += waiting.size();
        waiting.clear();
    }
}
