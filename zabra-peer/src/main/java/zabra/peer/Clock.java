package zabra.peer;

/** The time, as a port. Any thread. */
public interface Clock {
    /** Milliseconds since the Unix epoch: for ctime and mtime. May jump. */
    long wallMillis();

    /** Milliseconds from an arbitrary start: for timeouts. Never goes back. */
    long monotonicMillis();
}
