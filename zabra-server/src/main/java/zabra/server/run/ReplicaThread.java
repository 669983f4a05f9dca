package zabra.server.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zabra.peer.Replica;

/** Runs the replica: works while there is work, sleeps until something comes or a tick is due. */
public final class ReplicaThread {
    private final Replica replica;
    private final Fatal fatal;
    private final Thread thread;
    private volatile boolean stopping;

    public ReplicaThread(Replica replica, Fatal fatal) {
        this.replica = replica;
        this.fatal = fatal;
        this.thread = new Thread(this::run, "zabra-replica");
        replica.onSleepWakeWith(() -> LockSupport.unpark(thread));
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
                if (!replica.work() && replica.maySleep()) {
                    if (!stopping) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(replica.sleepMillis()));
                    }
                    replica.awake();
                }
            }
            replica.work();
        } catch (RuntimeException | Error e) {
            fatal.end(1, "The replica thread met a bug.", e);
        }
    }
}
