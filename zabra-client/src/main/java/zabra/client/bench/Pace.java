package zabra.client.bench;

/**
 * The timetable of the open loop: request n is due at {@code start + n / rate}, whatever happened
 * to those before it. Pure arithmetic on the nanoseconds it is handed.
 */
final class Pace {
    private final long startNanos;
    private final double nanosPerRequest;

    /**
     * @param perSecond above 0
     */
    Pace(long startNanos, double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("rate " + perSecond);
        }
        this.startNanos = startNanos;
        this.nanosPerRequest = 1e9 / perSecond;
    }

    /** How many requests are due at {@code nowNanos}, those sent already included. */
    long due(long nowNanos) {
        long elapsed = nowNanos - startNanos;
        if (elapsed < 0) {
            return 0;
        }
        long guess = (long) (elapsed / nanosPerRequest);
        // Division and multiplication round apart: due and intended must agree to the nanosecond.
        while (intendedNanos(guess) <= nowNanos) {
            guess++;
        }
        while (guess > 0 && intendedNanos(guess - 1) > nowNanos) {
            guess--;
        }
        return guess;
    }

    /** When request {@code n}, counted from 0, is due. */
    long intendedNanos(long n) {
        return startNanos + (long) (n * nanosPerRequest);
    }
}
