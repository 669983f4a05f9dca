package zabra.server.net.quorum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.tree.DataTree;

/** Keeps what was reported, in order; tests take it out, waiting where it has not come yet. */
final class RecordingInbox implements EnsembleInbox {
    /** One report. */
    sealed interface Event {}

    record Vote(long from, Notification notification) implements Event {}

    record Reachable(long sid, boolean reachable) implements Event {}

    record Accepted(PeerLink link) implements Event {}

    record Dialed(long leader, PeerLink link) implements Event {}

    record DialFailed(long leader) implements Event {}

    record Message(PeerLink link, QuorumMessage message) implements Event {}

    record Snapshot(PeerLink link, DataTree tree) implements Event {}

    record Closed(PeerLink link) implements Event {}

    record Located(PeerLink link, long found) implements Event {}

    private static final long PATIENCE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<Event> events = new ArrayList<>();

    /** Lists of messages that were not processed. */
    private final Map<PeerLink, Integer> lists = new HashMap<>();

    private final Map<PeerLink, Integer> progress = new HashMap<>();

    private volatile boolean holding;

    /** Takes out the oldest report of that kind, once there is one; the others stay. */
    <E extends Event> E next(Class<E> type) {
        return type.cast(next(type.getSimpleName(), type::isInstance));
    }

    /** Takes out the oldest report, whatever it is. */
    Event next() {
        return next("anything", _ -> true);
    }

    private Event next(String what, Predicate<Event> wanted) {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                for (Event event : events) {
                    if (wanted.test(event)) {
                        events.remove(event);
                        return event;
                    }
                }
                if (nanos <= 0) {
                    throw new AssertionError("waited for " + what + ", there is " + events);
                }
                nanos = added.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /** What was reported and not taken out. */
    List<Event> rest() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** From now on lists of messages count as processed only when {@link #process} says so. */
    void hold() {
        holding = true;
    }

    /** What came on the link since the last call is processed. */
    void process(PeerLink link) {
        lock.lock();
        try {
            for (int left = lists.getOrDefault(link, 0); left > 0; left--) {
                link.processed();
            }
            lists.remove(link);
        } finally {
            lock.unlock();
        }
    }

    private void add(Event event) {
        lock.lock();
        try {
            events.add(event);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void vote(long from, Notification notification) {
        add(new Vote(from, notification));
    }

    @Override
    public void reachable(long sid, boolean reachable) {
        add(new Reachable(sid, reachable));
    }

    @Override
    public void accepted(PeerLink link) {
        add(new Accepted(link));
    }

    @Override
    public void dialed(long leader, PeerLink link) {
        add(new Dialed(leader, link));
    }

    @Override
    public void dialFailed(long leader) {
        add(new DialFailed(leader));
    }

    @Override
    public void messages(PeerLink link, List<QuorumMessage> messages) {
        lock.lock();
        try {
            lists.merge(link, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        for (QuorumMessage message : messages) {
            add(new Message(link, message));
        }
        if (!holding) {
            process(link);
        }
    }

    /** Waits until it was told three times that something on this link moves on. */
    void awaitProgress(PeerLink link) {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (progress.getOrDefault(link, 0) < 3) {
                if (nanos <= 0) {
                    throw new AssertionError("nothing moves on the " + link);
                }
                nanos = added.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void progress(PeerLink link) {
        lock.lock();
        try {
            progress.merge(link, 1, Integer::sum);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void snapshotReceived(PeerLink link, DataTree tree) {
        add(new Snapshot(link, tree));
    }

    @Override
    public void closed(PeerLink link) {
        add(new Closed(link));
    }

    @Override
    public void located(PeerLink link, long found) {
        add(new Located(link, found));
    }
}
