package zabra.interop.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a state by asking for it again and again until a deadline. */
public final class Await {
    private static final long PAUSE_NANOS = 10_000_000;

    private Await() {}

    /**
     * Returns once {@code condition} is true; an exception it throws counts as "not yet".
     *
     * @throws AssertionError when it was not true within {@code patience}; caused by the last
     *     exception, if any
     */
    public static void until(String what, Duration patience, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        Exception last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what, e);
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not within " + patience + ": " + what, last);
    }
}
