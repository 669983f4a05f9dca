package zabra.consensus.zab;

/** The time as a member is told it. */
final class Pace {
    private long now;
    private long batch;
    private long patientUntil = Long.MIN_VALUE;

    long now() {
        return now;
    }

    /** A number that differs from one batch of events to the next. */
    long batch() {
        return batch;
    }

    /** Before anything is due. */
    void begin(long nowMillis) {
        now = nowMillis;
    }

    /**
     * Another batch of events begins.
     *
     * @param due when it should have begun at the latest
     * @param patience what a server that was asleep gives the others
     */
    void advance(long nowMillis, long due, int patience) {
        if (nowMillis - patience > due) {
            // Nobody called when it was time: this server was asleep, and what the others said
            // meanwhile is only about to come in.
            patientUntil = nowMillis + patience;
        }
        now = nowMillis;
        batch++;
    }

    /** Whether a time-out is over, and what may have come in time was seen. */
    boolean isOver(long deadline) {
        return deadline <= now && patientUntil <= now;
    }

    /** No time-out is over before. */
    long patientUntil() {
        return patientUntil;
    }
}
