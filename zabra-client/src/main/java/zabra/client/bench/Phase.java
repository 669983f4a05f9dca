package zabra.client.bench;

/**
 * A stretch of work of one load thread.
 *
 * @param script what to send
 * @param limit requests over all connections of all threads; {@link Long#MAX_VALUE}: until stopped
 * @param pace null for the closed loop
 * @param forgiven an error code that counts as success, 0 for none
 * @param strict whether an error reply ends the benchmark
 */
record Phase(Script script, long limit, Pace pace, int forgiven, boolean strict) {
    /** So many requests as fast as they go; an error ends the benchmark. */
    static Phase chore(Script script, long limit, int forgiven) {
        return new Phase(script, limit, null, forgiven, true);
    }
}
