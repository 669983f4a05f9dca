package zabra.peer;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Runs a replica on a thread that others help, or wake, as chance has it. */
record HelpedByChance(Thread thread) implements ReplicaHost {
    @Override
    public void wakeUp() {
        LockSupport.unpark(thread);
    }

    @Override
    public boolean mayHelp() {
        return ThreadLocalRandom.current().nextBoolean();
    }
}
