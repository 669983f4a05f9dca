package zabra.server.run;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.SnapshotPort;
import zabra.protocol.Zxid;
import zabra.protocol.snapshot.StateImage;
import zabra.storage.PageCache;
import zabra.storage.Snapshots;

/** Writes snapshots in the background, one at a time, and purges old files on its schedule. */
public final class SnapshotThread implements SnapshotPort {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotThread.class);

    /** Not at the start, nor between two snapshots, when others are in a hurry. */
    private static final long LULL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** No image: there is nothing to write, but something to look up for. */
    private static final Job LOOK_UP = new Job(null, 0);

    /** An image, and the generation of the history that it shows. */
    private record Job(StateImage image, long generation) {}

    private final Snapshots snapshots;
    private final int retain;
    private final long purgeIntervalMillis;
    private final Fatal fatal;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    /** Whether the kernel was told not to hurry. */
    private boolean yielding;

    private volatile boolean busy;
    private volatile boolean stopping;

    /**
     * @param retain snapshots kept by the purge
     * @param purgeIntervalMillis between purges, the first at start; 0: never
     */
    public SnapshotThread(Snapshots snapshots, int retain, long purgeIntervalMillis, Fatal fatal) {
        this.snapshots = snapshots;
        this.retain = retain;
        this.purgeIntervalMillis = purgeIntervalMillis;
        this.fatal = fatal;
        this.thread = new Thread(this::run, "zabra-snapshot");
    }

    public void start() {
        thread.start();
    }

    /** Lets a running snapshot finish, then ends the thread. */
    public void stop() throws InterruptedException {
        stopping = true;
        queue.add(LOOK_UP);
        thread.join();
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void save(StateImage image) {
        busy = true;
        queue.add(new Job(image, snapshots.generation()));
    }

    private void run() {
        long nextPurge = purgeIntervalMillis > 0 ? System.nanoTime() : Long.MAX_VALUE;
        long wait = LULL_NANOS;
        try {
            while (!stopping || !queue.isEmpty()) {
                Job job = queue.poll(wait, TimeUnit.NANOSECONDS);
                if (job == null) {
                    PageCache.link();
                    ThreadUrgency.link();
                } else if (job.image != null) {
                    write(job.image, job.generation);
                    busy = false;
                }
                if (nextPurge != Long.MAX_VALUE && System.nanoTime() - nextPurge >= 0) {
                    nextPurge += purgeIntervalMillis * 1_000_000;
                    int deleted = snapshots.purge(retain);
                    if (deleted > 0) {
                        LOG.info("Purged {} old files, keeping {} snapshots", deleted, retain);
                    }
                }
                // An idle server should not wake up for nothing.
                wait = job == null ? untilPurge(nextPurge) : LULL_NANOS;
            }
        } catch (IOException e) {
            fatal.end(
                    10,
                    "A snapshot cannot be written ("
                            + e.getMessage()
                            + "). Nothing that was acknowledged is lost; free space or repair the"
                            + " disk and start again.",
                    e);
        } catch (InterruptedException e) {
            fatal.end(1, "The snapshot thread was interrupted.", e);
        } catch (RuntimeException | Error e) {
            fatal.end(1, "The snapshot thread met a bug.", e);
        }
    }

    private static long untilPurge(long nextPurge) {
        return nextPurge == Long.MAX_VALUE ? Long.MAX_VALUE : nextPurge - System.nanoTime();
    }

    private void yieldToOthers() {
        if (!yielding) {
            yielding = true;
            ThreadUrgency.link();
            ThreadUrgency.yielding();
        }
    }

    /** Not when somebody waits for the end. */
    private void rest(long nanos) {
        if (!stopping) {
            LockSupport.parkNanos(nanos);
        }
    }

    private void write(StateImage image, long generation) throws IOException {
        yieldToOthers();
        long start = System.nanoTime();
        StateImage paced = new PacedImage(image, System::nanoTime, this::rest);
        long bytes = snapshots.write(paced, generation);
        if (bytes < 0) {
            LOG.info(
                    "Snapshotting: {} dropped, the history was changed meanwhile",
                    Zxid.toString(image.lastZxid()));
            return;
        }
        LOG.info(
                "Snapshotting: {} done, {} znodes, {} bytes, {} ms",
                Zxid.toString(image.lastZxid()),
                image.znodeCount(),
                bytes,
                (System.nanoTime() - start) / 1_000_000);
    }
}
