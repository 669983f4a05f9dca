package zabra.server.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zabra.peer.Replica;
import zabra.peer.ReplicaHost;

/** Runs the replica: works while there is work, sleeps until something comes or a tick is due. */
public final class ReplicaThread implements ReplicaHost {
    /** How long another thread may need for the replica's work. */
    private static final long HELPED_NANOS = 100_000;

    private final Replica replica;
    private final Fatal fatal;
    private final Thread thread;
    private volatile boolean stopping;

    public ReplicaThread(Replica replica, Fatal fatal) {
        this.replica = replica;
        this.fatal = fatal;
        this.thread = new Thread(this::run, "zabra-replica");
        replica.runBy(this);
    }

    public void start() {
        thread.start();
    }

    /** Whether it was started and has not ended. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Does what waits and ends the thread. */
    public void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void run() {
        try {
            while (!stopping) {
                long millis = replica.work() ? 0 : replica.maySleep();
                if (millis > 0) {
                    if (!stopping) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                    }
                    while (!replica.awake()) {
                        LockSupport.parkNanos(HELPED_NANOS);
                    }
                }
            }
            replica.work();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void wakeUp() {
        LockSupport.unpark(thread);
    }

    @Override
    public boolean mayHelp() {
        return true;
    }

    @Override
    public void failed(Throwable bug) {
        fatal.end(1, "The replica met a bug.", bug);
    }
}
