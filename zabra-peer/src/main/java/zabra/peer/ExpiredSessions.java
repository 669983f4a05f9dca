package zabra.peer;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * Who has expired and is to be closed, a few in each millisecond: with a thousand at once, others
 * would wait until all their ephemerals are deleted, and all their sockets closed. Replica thread.
 */
final class ExpiredSessions {
    /** At most so many of those that expired together are closed in a millisecond, … */
    private static final int PER_MILLI = 2;

    /** … or as many more as it takes to be done in that time. */
    private static final int ALL_MILLIS = 1_000;

    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private int perMilli = PER_MILLI;
    private long nextMillis = Long.MIN_VALUE / 2;

    void add(long sessionId) {
        waiting.add(sessionId);
        perMilli = Math.max(perMilli, waiting.size() / ALL_MILLIS);
    }

    void clear() {
        waiting.clear();
    }

    /** Closes those whose turn it is. */
    void close(long nowMillis, LongConsumer close) {
        if (nowMillis >= nextMillis) {
            nextMillis = nowMillis + 1;
            for (int i = 0; i < perMilli && !waiting.isEmpty(); i++) {
                close.accept(waiting.removeFirst());
            }
            if (waiting.isEmpty()) {
                perMilli = PER_MILLI;
            }
        }
    }

    /** When {@link #close} has something to do next; far away where nobody has expired. */
    long nextMillis() {
        return waiting.isEmpty() ? Long.MAX_VALUE : nextMillis;
    }
}
