package zabra.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.SpscLinkedQueue;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;

/**
 * One event loop's side of the peer: the mailbox in which the replica puts output, the scratch
 * buffers of reading, and the read side of the tree lock for a batch of input.
 *
 * <p>All but {@link #post} and {@link #batch} belong to the lane's thread.
 */
public final class Lane {
    /**
     * What may wait for the end of a wake-up: beyond it, memory is worth more than a system call.
     */
    private static final int UNFLUSHED_BYTES_MAX = 256 << 10;

    private final Clock clock;
    private final TreeLock treeLock;
    private final Runnable wakeUp;
    private final Runnable help;
    private final Queue<OutBatch> mailbox = new SpscLinkedQueue<>();
    private final Queue<OutBatch> spare = new SpscLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();

    // Lane thread.
    final JuteWriter out = new JuteWriter(64 << 10);
    final JuteReader in = new JuteReader();
    private final ListedNames names = new ListedNames();
    final ReadScratch scratch = new ReadScratch(names);
    final LaneStats stats = new LaneStats();
    private final List<ClientConnection> dirty = new ArrayList<>();
    private final ArrayDeque<ClientConnection> resumable = new ArrayDeque<>();
    private final int outstandingMax;
    private final long outstandingBytesMax;
    private int unflushedBytes;
    private int outstanding;
    private long outstandingBytes;
    private long readStamp;
    private boolean locked;
    private boolean draining;
    private boolean brought;
    private long nowMillis;

    // Replica thread.
    private OutBatch current;

    /**
     * @param outstandingMax requests of this lane in the replica's hands before connections with
     *     one are not read further
     * @param outstandingBytesMax the same, in bytes
     * @param wakeUp makes the lane's thread call {@link #onWakeUp} soon; called by the replica
     *     thread
     * @param help is called when a batch of input ends that brought the replica something; no lock
     *     is held
     */
    public Lane(
            Clock clock,
            TreeLock treeLock,
            int outstandingMax,
            long outstandingBytesMax,
            Runnable wakeUp,
            Runnable help) {
        this.clock = clock;
        this.treeLock = treeLock;
        this.outstandingMax = outstandingMax;
        this.outstandingBytesMax = outstandingBytesMax;
        this.wakeUp = wakeUp;
        this.help = help;
    }

    public LaneStats stats() {
        return stats;
    }

    // ---- replica thread

    /** The batch being filled. */
    OutBatch batch() {
        if (current == null) {
            OutBatch used = spare.poll();
            current = used != null ? used : new OutBatch();
        }
        return current;
    }

    /** Puts the filled batch into the mailbox. Inside the write side of the tree lock. */
    void post() {
        if (current != null && !current.isEmpty()) {
            mailbox.offer(current);
            current = null;
        }
    }

    /** Wakes the lane where its mailbox holds something it may not have seen. */
    boolean wake() {
        if (!mailbox.isEmpty() && awake.compareAndSet(false, true)) {
            wakeUp.run();
            return true;
        }
        return false;
    }

    // ---- lane thread

    /** The replica posted something. */
    public void onWakeUp() {
        nowMillis = clock.monotonicMillis();
        // Cleared before draining: what is posted after the drain wakes us again.
        awake.set(false);
        drain();
        flush();
    }

    /** Takes the read side of the tree lock, once per batch, and then empties the mailbox. */
    void lockForRead() {
        if (!locked) {
            readStamp = treeLock.readLock();
            locked = true;
            drain();
        }
    }

    /** Lets go of what {@link #lockForRead} took. */
    void unlock() {
        if (locked) {
            locked = false;
            treeLock.unlockRead(readStamp);
        }
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            OutBatch batch;
            while ((batch = mailbox.poll()) != null) {
                batch.deliver();
                if (batch.recycle()) {
                    spare.offer(batch);
                }
            }
        } finally {
            draining = false;
        }
    }

    void submitted(int bytes) {
        brought = true;
        outstanding++;
        outstandingBytes += bytes;
        stats.setOutstanding(outstanding);
    }

    void completed(int bytes) {
        outstanding--;
        outstandingBytes -= bytes;
        stats.setOutstanding(outstanding);
    }

    boolean isOverLimit() {
        return outstanding >= outstandingMax || outstandingBytes >= outstandingBytesMax;
    }

    /**
     * A batch of input begins. What the replica posted before goes to the sockets first, so that no
     * answer of the lane's own overtakes an event that was there.
     */
    void beginBatch(long nowMillis) {
        this.nowMillis = nowMillis;
        names.at(nowMillis);
        drain();
    }

    /** The monotonic clock, read once per batch of input. */
    long nowMillis() {
        return nowMillis;
    }

    /** So much output was put before one of the lane's sockets. */
    void queued(int bytes) {
        unflushedBytes += bytes;
    }

    /** Whether {@link #flush} should not wait until all that is ready to be read was read. */
    public boolean isFull() {
        return unflushedBytes >= UNFLUSHED_BYTES_MAX;
    }

    void markDirty(ClientConnection connection) {
        dirty.add(connection);
    }

    void markResumable(ClientConnection connection) {
        resumable.add(connection);
    }

    /**
     * Ends a batch of input: continues connections that may read again, writes what was queued to
     * the sockets, and sees to it that the replica does what was brought to it.
     */
    public void flush() {
        // Resuming may produce output, and output may end in resuming: both lists run dry because
        // every pass consumes input.
        ClientConnection connection;
        while ((connection = resumable.poll()) != null) {
            connection.resume();
        }
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
        unflushedBytes = 0;
        handOver();
    }

    /**
     * Sees to it that the replica does what connections brought to it: no need to wait for other
     * sockets' input.
     */
    public void handOver() {
        if (brought) {
            brought = false;
            help.run();
        }
    }
}
