package zabra.server.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Asks each thread that must never hang to do nothing, and sees whether it comes to that. Any
 * thread; who asks while somebody else does gets the same answer, so asking often costs a hanging
 * server no memory.
 */
public final class Liveness {
    private final Map<String, Executor> loops;
    private final LongSupplier diskBusyMillis;
    private final long patienceMillis;
    private final long diskPatienceMillis;
    private CompletableFuture<List<String>> current;

    /**
     * @param loops by their names; each runs tasks one after the other
     * @param diskBusyMillis how long the disk has been at what it does; 0 where it does nothing
     * @param patienceMillis what a loop may take to come to a task
     * @param diskPatienceMillis what the disk may take for one batch
     */
    public Liveness(
            Map<String, Executor> loops,
            LongSupplier diskBusyMillis,
            long patienceMillis,
            long diskPatienceMillis) {
        this.loops = new LinkedHashMap<>(loops);
        this.diskBusyMillis = diskBusyMillis;
        this.patienceMillis = patienceMillis;
        this.diskPatienceMillis = diskPatienceMillis;
    }

    /** What hangs, in words; nothing where all is alive. Waits. */
    public List<String> hanging() {
        CompletableFuture<List<String>> answer;
        boolean first;
        synchronized (this) {
            first = current == null;
            if (first) {
                current = new CompletableFuture<>();
            }
            answer = current;
        }
        if (first) {
            try {
                answer.complete(look());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
                throw e;
            } finally {
                synchronized (this) {
                    current = null;
                }
            }
        }
        return answer.join();
    }

    private List<String> look() {
        Map<String, CompletableFuture<Void>> answers = new LinkedHashMap<>();
        loops.forEach(
                (name, loop) -> answers.put(name, CompletableFuture.runAsync(() -> {}, loop)));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        List<String> hanging = new ArrayList<>();
        answers.forEach((name, answer) -> {
            if (!comesBy(deadline, answer)) {
                hanging.add(name + " has not answered for " + patienceMillis + " ms");
            }
        });
        long busy = diskBusyMillis.getAsLong();
        if (busy > diskPatienceMillis) {
            hanging.add("the disk has been busy with one batch for " + busy + " ms");
        }
        return hanging;
    }

    private static boolean comesBy(long deadline, CompletableFuture<Void> answer) {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("asking whether a loop is alive", e);
        }
    }
}
