package zabra.peer;

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import zabra.consensus.zab.Census;
import zabra.peer.ensemble.Ensemble;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.MemberOptions;
import zabra.peer.ensemble.MemberView;
import zabra.tree.DataTree;
import zabra.tree.acl.Acls;
import zabra.tree.prepare.PrepareOptions;
import zabra.tree.prepare.Preparer;
import zabra.tree.session.SessionIds;
import zabra.tree.session.SessionTracker;
import zabra.tree.watch.Watches;

/**
 * One server assembled from a recovered state and its ports: the replica, what its connections
 * share, and the lock between them.
 */
public final class Peer {
    private final DataTree tree;
    private final TreeLock treeLock;
    private final Watches watches;
    private final Replica replica;
    private final Serving serving;
    private final SnapshotSchedule snapshots;

    /**
     * What a peer needs of the world.
     *
     * @param clock the time
     * @param journal where transactions are logged
     * @param snapshots where images are saved
     * @param random draws the moments of snapshots
     * @param events is told what happens
     */
    public record Ports(
            Clock clock,
            Journal journal,
            SnapshotPort snapshots,
            RandomGenerator random,
            PeerEvents events) {}

    /**
     * @param tree as recovered from disk
     * @param serverId the high byte of session ids, 1 in a standalone server
     * @param ensemble null for a server that stands alone
     */
    public Peer(
            DataTree tree,
            TreeLock treeLock,
            Acls acls,
            PeerOptions options,
            PrepareOptions prepareOptions,
            int serverId,
            Ensemble ensemble,
            Ports ports) {
        this.tree = tree;
        this.treeLock = treeLock;
        this.watches = new Watches(acls);
        this.snapshots = new SnapshotSchedule(ports.snapshots(), options, ports.random());
        ReadExecutor reads = new ReadExecutor(tree, watches, acls);
        Sessions sessions =
                new Sessions(
                        tree,
                        new SessionTracker(options.tickMillis()),
                        new SessionTracker(options.tickMillis()),
                        ensemble == null ? MemberOptions.DEFAULT : ensemble.clients(),
                        new SessionIds(serverId, ports.clock().wallMillis()),
                        ports.clock(),
                        ports.events());
        Preparer preparer = new Preparer(tree, sessions, acls, prepareOptions);
        this.replica =
                new Replica(
                        tree,
                        treeLock,
                        watches,
                        preparer,
                        ports.journal(),
                        ports.clock(),
                        options,
                        ports.events(),
                        reads,
                        sessions,
                        snapshots,
                        ensemble);
        this.serving =
                new Serving(
                        options,
                        ports.clock(),
                        replica,
                        reads,
                        acls,
                        ports.events(),
                        ports.random());
    }

    /**
     * A new lane whose connections this peer serves. Before the replica thread runs.
     *
     * @param lanes how many there will be: limits are divided among them
     * @param wakeUp makes the lane's thread call {@link Lane#onWakeUp} soon
     */
    public Lane newLane(int lanes, Runnable wakeUp) {
        Lane lane =
                new Lane(
                        serving.clock(),
                        treeLock,
                        Math.max(1, serving.options().outstandingMax() / lanes),
                        Math.max(1, serving.options().outstandingBytesMax() / lanes),
                        wakeUp,
                        replica::help);
        replica.addLane(lane);
        return lane;
    }

    public DataTree tree() {
        return tree;
    }

    public TreeLock treeLock() {
        return treeLock;
    }

    public Watches watches() {
        return watches;
    }

    public Replica replica() {
        return replica;
    }

    public Serving serving() {
        return serving;
    }

    public SnapshotSchedule snapshots() {
        return snapshots;
    }

    /** Where the port to the other servers reports; only in an ensemble. */
    public EnsembleInbox ensemble() {
        return replica.member().inbox();
    }

    /** Who follows this member; only in an ensemble. Replica thread. */
    public Census census() {
        return replica.member().zab().census();
    }

    /** What this member is at the moment; only in an ensemble. Any thread. */
    public MemberView view() {
        return replica.member().view();
    }

    /** Whether clients are served by it. Any thread. */
    public boolean isServing() {
        return replica.mode() != Mode.IDLE;
    }

    /** Whether its clients wait for one leader to take over from another. Any thread. */
    public boolean isHolding() {
        return replica.mode() == Mode.HOLDING;
    }

    /** Whether it is cut off from its quorum and lets clients read. Any thread. */
    public boolean isReadOnly() {
        return replica.mode() == Mode.READ_ONLY;
    }

    /**
     * The first step of stopping: gives up leadership, if it has it, to a follower that is up to
     * date, and follows it. Clients are served on. Any thread.
     *
     * @return completes when that is done, or cannot be, with the replica thread running; at once
     *     where it stands alone
     */
    public CompletableFuture<Void> resign() {
        return replica.member() == null
                ? CompletableFuture.completedFuture(null)
                : replica.member().resign();
    }

    /**
     * The last step of stopping, when the clients are gone: what was proposed is still answered,
     * nothing else. A server that leads nevertheless lets go in favour of a follower that is up to
     * date. Any thread.
     *
     * @return completes when it may stop, with the replica thread running; at once where it stands
     *     alone
     */
    public CompletableFuture<Void> leave() {
        return replica.member() == null
                ? CompletableFuture.completedFuture(null)
                : replica.member().leave();
    }
}
