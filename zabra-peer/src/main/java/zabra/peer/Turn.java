package zabra.peer;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who may do the replica's work: one thread at a time. What a thread did before {@link #end} is
 * seen by whoever {@linkplain #take takes} the turn next.
 */
final class Turn {
    /** At first it is the replica thread's. */
    private final AtomicBoolean taken = new AtomicBoolean(true);

    /** Whether nobody has it, as of now. */
    boolean isFree() {
        return !taken.get();
    }

    /**
     * @return whether it is the caller's now
     */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Who has it gives it back. */
    void end() {
        taken.set(false);
    }
}
