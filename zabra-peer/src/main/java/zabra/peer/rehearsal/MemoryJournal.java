package zabra.peer.rehearsal;

import java.util.ArrayDeque;
import zabra.peer.Journal;
import zabra.peer.Replica;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.Outcome;

/** A log that keeps nothing, and is durable when it is its turn. */
final class MemoryJournal implements Journal {
    private final ArrayDeque<DurableStep> steps = new ArrayDeque<>();
    private long appended;
    private long durable;

    @Override
    public void append(long zxid, byte[] txn) {
        appended = zxid;
    }

    @Override
    public void roll() {}

    @Override
    public void flush() {}

    @Override
    public void perform(DurableStep step) {
        steps.add(step);
    }

    /**
     * Does what it was asked for.
     *
     * @return whether there was anything
     */
    boolean work(Replica replica) {
        boolean worked = appended > durable || !steps.isEmpty();
        if (appended > durable) {
            durable = appended;
            replica.durable(durable);
        }
        for (DurableStep step = steps.poll(); step != null; step = steps.poll()) {
            replica.performed(step, new Outcome(true, null));
        }
        return worked;
    }
}
