package zabra.consensus.model;

import java.util.SortedMap;
import java.util.TreeMap;
import zabra.protocol.Zxid;

/** The barriers that one server has asked for, and what must hold when they are reached. */
final class ModelBarriers {
    /**
     * One that was asked for.
     *
     * @param committed how much was, by anybody, at that moment
     * @param next the zxid of the first proposal after it
     */
    private record Barrier(int committed, long next) {}

    private final SortedMap<Long, Barrier> waiting = new TreeMap<>();
    private long tokens;

    /** The token of a new one. */
    long ask(int committed, long next) {
        waiting.put(++tokens, new Barrier(committed, next));
        return tokens;
    }

    void reached(long token, Object server, int delivered, long last) {
        Barrier barrier = waiting.remove(token);
        if (delivered < barrier.committed()) {
            throw new Invariant.Violation(
                    "who reaches a barrier has delivered all that anybody had before it — "
                            + server
                            + " has "
                            + delivered
                            + " of "
                            + barrier.committed());
        }
        if (last >= barrier.next()) {
            throw new Invariant.Violation(
                    "a barrier is reached before what was proposed after it is delivered — "
                            + server
                            + " has "
                            + Zxid.toString(last)
                            + ", the barrier was before "
                            + Zxid.toString(barrier.next()));
        }
    }

    void clear() {
        waiting.clear();
    }
}
