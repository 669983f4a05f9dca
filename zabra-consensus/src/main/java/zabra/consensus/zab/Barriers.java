package zabra.consensus.zab;

import java.util.ArrayDeque;

/**
 * The barriers of a primary that wait. One is reached when a quorum has answered a ping that left
 * after it was asked for, which proves that nobody else was established before, and when all that
 * was proposed before it is delivered.
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
