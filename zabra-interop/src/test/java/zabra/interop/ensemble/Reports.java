package zabra.interop.ensemble;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.tree.DataTree;

/** What a network reports, one after the other, for a test that plays the replica. */
final class Reports implements EnsembleInbox {
    /** A vote. */
    record Vote(long from, Notification notification) {}

    /** Whether a server is there. */
    record Reachable(long sid, boolean reachable) {}

    /** The answer to a dial; null where it failed. */
    record Dialed(PeerLink link) {}

    /** The end of a link. */
    record Closed(PeerLink link) {}

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Object> reports = new LinkedBlockingQueue<>();

    /** Takes reports until one is of that type and as wanted; drops the others. */
    <R> R await(Class<R> type, Predicate<R> wanted) {
        try {
            while (true) {
                Object report = reports.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (report == null) {
                    throw new AssertionError("no " + type.getSimpleName() + " as wanted");
                }
                if (type.isInstance(report) && wanted.test(type.cast(report))) {
                    return type.cast(report);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    <R> R await(Class<R> type) {
        return await(type, _ -> true);
    }

    @Override
    public void vote(long from, Notification notification) {
        reports.add(new Vote(from, notification));
    }

    @Override
    public void reachable(long sid, boolean reachable) {
        reports.add(new Reachable(sid, reachable));
    }

    @Override
    public void accepted(PeerLink link) {
        throw new IllegalStateException("nobody has a reason to connect: " + link);
    }

    @Override
    public void dialed(long leader, PeerLink link) {
        reports.add(new Dialed(link));
    }

    @Override
    public void dialFailed(long leader) {
        reports.add(new Dialed(null));
    }

    @Override
    public void messages(PeerLink link, List<QuorumMessage> messages) {
        reports.addAll(messages);
        link.processed();
    }

    @Override
    public void progress(PeerLink link) {
        // What a test waits for is the end.
    }

    @Override
    public void snapshotReceived(PeerLink link, DataTree tree) {
        reports.add(tree);
    }

    @Override
    public void closed(PeerLink link) {
        reports.add(new Closed(link));
    }

    @Override
    public void located(PeerLink link, long found) {
        throw new IllegalStateException("nothing was to be located: " + link);
    }
}
