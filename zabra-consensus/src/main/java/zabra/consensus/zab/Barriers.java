package zabra.consensus.zab;

import java.util.ArrayDeque;

/**
 * The barriers of a primary that wait. One is reached when a quorum has answered a ping that left
 * after it was asked for, or acknowledged a proposal that did, which proves that nobody else was
 * established before, and when all that was proposed before it is delivered.
 */
final class Barriers {
    private record Barrier(long token, long round, long zxid) {}

    private final ArrayDeque<Barrier> waiting = new ArrayDeque<>();

    /**
     * @param round of pings whose answers count, or a later one
     * @param zxid the last proposal
     */
    void add(long token, long round, long zxid) {
        waiting.add(new Barrier(token, round, zxid));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether one was asked for before {@code zxid} was proposed. */
    boolean isFirstBefore(long zxid) {
        return !waiting.isEmpty() && waiting.element().zxid < zxid;
    }

    /** The last proposal before the one that waits longest. */
    long first() {
        return waiting.element().zxid;
    }

    /** The round that the newest one waits for; {@link Long#MIN_VALUE} where none waits. */
    long newestRound() {
        return waiting.isEmpty() ? Long.MIN_VALUE : waiting.getLast().round;
    }

    /** Answers those that a quorum's answers to {@code round}, and commits, have reached. */
    void reach(long round, long committed, EnsembleEffects effects) {
        while (!waiting.isEmpty()
                && waiting.element().round <= round
                && waiting.element().zxid <= committed) {
            effects.reached(waiting.remove().token);
        }
    }
}
