package zabra.simulator.world;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * One life of a process, from its start to its end. What it is to do happens only while it lives;
 * while it is paused (a long garbage collection, a stopped virtual machine) everything waits, in
 * order.
 */
public final class Incarnation {
    private final VirtualTime time;
    private final String name;
    private final String host;
    private final Consumer<Throwable> failed;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private long pausedUntilMicros;
    private boolean alive = true;

    /**
     * @param name for traces: {@code s1#3}
     * @param host where it runs: {@code s1}
     * @param failed is told what an action threw
     */
    public Incarnation(VirtualTime time, String name, String host, Consumer<Throwable> failed) {
        this.time = time;
        this.name = name;
        this.host = host;
        this.failed = failed;
    }

    public String name() {
        return name;
    }

    public String host() {
        return host;
    }

    public boolean isAlive() {
        return alive;
    }

    /** It does nothing any more. */
    public void end() {
        alive = false;
        waiting.clear();
    }

    /** It does nothing for so long, and then all that it should have done. */
    public void pause(long micros) {
        pausedUntilMicros = Math.max(pausedUntilMicros, time.nowMicros() + micros);
        time.after(micros, this::drain);
    }

    /** Ends a pause. */
    public void goOn() {
        pausedUntilMicros = 0;
        time.after(0, this::drain);
    }

    public boolean isPaused() {
        return time.nowMicros() < pausedUntilMicros;
    }

    /** Does {@code action} that much later, or when it can. */
    public void after(long delayMicros, Runnable action) {
        time.after(delayMicros, () -> meet(action));
    }

    private void meet(Runnable action) {
        if (!alive) {
            return;
        }
        if (isPaused() || !waiting.isEmpty()) {
            waiting.add(action);
        } else {
            run(action);
        }
    }

    private void drain() {
        while (alive && !isPaused() && !waiting.isEmpty()) {
            run(waiting.poll());
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
    }
}
