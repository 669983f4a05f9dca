package zabra.peer;

import java.util.random.RandomGenerator;

/**
 * Limits how fast sessions are opened: a bucket of tokens that fills with time, and, where asked
 * for, random dropping (the BLUE scheme) that rises while the bucket runs dry and falls while it is
 * full enough. A client that gets no token is closed without an answer and tries again or
 * elsewhere.
 *
 * <p>Thread-safe: lanes share one.
 */
public final class ConnectionThrottle {
    /**
     * How it limits.
     *
     * @param tokens the bucket's size; 0 or less: no throttling
     * @param fillMillis the time after which tokens are added
     * @param fillCount tokens added each time
     * @param freezeMillis the least time between two changes of the drop probability; -1: no random
     *     dropping
     * @param dropIncrease added to the probability when the bucket is dry
     * @param dropDecrease taken from it when the bucket is full enough
     * @param decreaseRatio the share of free tokens that is full enough
     * @param weighted whether kinds of sessions take different numbers of tokens
     * @param globalWeight tokens of a new session
     * @param renewWeight tokens of a session that comes back
     */
    public record Options(
            int tokens,
            long fillMillis,
            int fillCount,
            long freezeMillis,
            double dropIncrease,
            double dropDecrease,
            double decreaseRatio,
            boolean weighted,
            int globalWeight,
            int renewWeight) {
        public static final Options OFF = new Options(0, 1, 1, -1, 0.02, 0.002, 0, false, 3, 2);
    }

    private final Options options;
    private final RandomGenerator random;
    private final int capacity;
    private long tokens;
    private long filledMillis;
    private long changedMillis;
    private double dropProbability;
    private long refused;

    public ConnectionThrottle(Options options, RandomGenerator random, long nowMillis) {
        this.options = options;
        this.random = random;
        // With weights the bucket is scaled, so that it still holds as many new sessions.
        this.capacity =
                options.weighted() ? options.tokens() * options.globalWeight() : options.tokens();
        this.tokens = capacity;
        this.filledMillis = nowMillis;
        this.changedMillis = nowMillis;
    }

    /**
     * Takes the tokens of one session.
     *
     * @param renew whether the client comes back with a session
     * @return false where the client is to be closed
     */
    public boolean admit(boolean renew, long nowMillis) {
        if (options.tokens() <= 0) {
            return true;
        }
        return take(renew, nowMillis);
    }

    private synchronized boolean take(boolean renew, long nowMillis) {
        fill(nowMillis);
        int weight =
                options.weighted() ? (renew ? options.renewWeight() : options.globalWeight()) : 1;
        if (options.freezeMillis() >= 0 && isDropped(nowMillis)) {
            refused++;
            return false;
        }
        if (tokens < weight) {
            refused++;
            return false;
        }
        tokens -= weight;
        return true;
    }

    private void fill(long nowMillis) {
        long times = (nowMillis - filledMillis) / Math.max(1, options.fillMillis());
        if (times > 0) {
            filledMillis += times * Math.max(1, options.fillMillis());
            tokens = Math.min(capacity, tokens + times * options.fillCount());
        }
    }

    private boolean isDropped(long nowMillis) {
        if (nowMillis - changedMillis > options.freezeMillis()) {
            if (tokens == 0) {
                dropProbability = Math.min(1, dropProbability + options.dropIncrease());
                changedMillis = nowMillis;
            } else if (tokens >= capacity * options.decreaseRatio()) {
                dropProbability = Math.max(0, dropProbability - options.dropDecrease());
                changedMillis = nowMillis;
            }
        }
        return random.nextDouble() < dropProbability;
    }

    /** Clients refused since the start. */
    public synchronized long refusedCount() {
        return refused;
    }

    /** The share of clients dropped at random now, 0 … 1. */
    public synchronized double dropProbability() {
        return dropProbability;
    }
}
