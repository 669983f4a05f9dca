package zabra.peer;

import java.util.concurrent.locks.StampedLock;

/**
 * Keeps readers and the writer of the tree apart.
 *
 * <p>Lanes take the read side once per batch of input, and drain their mailbox right after; the
 * replica thread takes the write side once per batch of committed transactions, and posts replies
 * and watch events into the mailboxes before it lets go. Hence (1) no reader sees half of a
 * transaction; (2) whatever change a reader can see, the events and replies of that change were in
 * its mailbox when it took the lock, and the drain put them on the sockets before the read's reply;
 * (3) a session that was told of its write reads a state that holds it. The cost is two uncontended
 * atomic operations per batch, not per request.
 */
public final class TreeLock {
    private final StampedLock lock = new StampedLock();

    public long readLock() {
        return lock.readLock();
    }

    public void unlockRead(long stamp) {
        lock.unlockRead(stamp);
    }

    public long writeLock() {
        return lock.writeLock();
    }

    public void unlockWrite(long stamp) {
        lock.unlockWrite(stamp);
    }
}
