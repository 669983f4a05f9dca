package zabra.simulator.world;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The clock and the only loop of a simulation: what is to happen at a moment happens then, and of
 * two things at one moment the one that was asked for first. Nothing else decides an order.
 */
public final class VirtualTime {
    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::atMicros).thenComparingLong(Event::order);

    private record Event(long atMicros, long order, Runnable action) {}

    private final PriorityQueue<Event> queue = new PriorityQueue<>(ORDER);
    private long nowMicros;
    private long asked;
    private long steps;

    /** Microseconds since the simulation began. */
    public long nowMicros() {
        return nowMicros;
    }

    public long nowMillis() {
        return nowMicros / 1000;
    }

    /** Events that happened so far. */
    public long steps() {
        return steps;
    }

    /** Has {@code action} happen that much later; a delay of 0 still lets this event end first. */
    public void after(long delayMicros, Runnable action) {
        if (delayMicros < 0) {
            throw new IllegalArgumentException("a delay of " + delayMicros + " µs");
        }
        queue.add(new Event(nowMicros + delayMicros, asked++, action));
    }

    /** Lets the next event happen; false where nothing is left to. */
    public boolean step() {
        Event next = queue.poll();
        if (next == null) {
            return false;
        }
        nowMicros = next.atMicros;
        steps++;
        next.action.run();
        return true;
    }
}
