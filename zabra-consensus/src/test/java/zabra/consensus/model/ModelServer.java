package zabra.consensus.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import zabra.consensus.quorum.Membership;
import zabra.consensus.zab.EnsembleEffects;
import zabra.consensus.zab.Link;
import zabra.consensus.zab.Role;
import zabra.consensus.zab.Zab;
import zabra.consensus.zab.ZabOptions;
import zabra.consensus.zab.ZabState;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.SessionTouch;

/**
 * One server: the machine under test, a disk, and a tree, which is the list of what was applied.
 */
final class ModelServer implements EnsembleEffects, ModelDisk.Reports {
    final long sid;
    final ModelDisk disk;
    private final Simulation simulation;
    private final Membership membership;

    /** Whether it does not offer what only Zabra knows, as a ZooKeeper would not. */
    final boolean isPlain;

    /** Grows with each start. */
    int life;

    boolean alive;
    long pausedUntil;
    long stalledUntil;
    boolean diskBusy;

    /** When the last report of the disk comes. */
    long reportedAt;

    Zab zab;

    /** When {@link Zab#time} will be called. */
    long wakeAt;

    List<Txn> tree = new ArrayList<>();
    Role role = Role.LOOKING;
    boolean serving;
    long leader = -1;
    boolean left;

    /** To leave once the clients are gone. */
    boolean leaves;

    /** What others said of this server's history, its own words of an earlier life perhaps. */
    final SortedSet<Long> rumours = new TreeSet<>();

    final List<ModelLink> links = new ArrayList<>();

    /** What is appended and not applied. */
    private final ArrayDeque<Txn> unapplied = new ArrayDeque<>();

    /** What the log ends with. */
    private long logged;

    /** A truncation or installation was asked and is not reported. */
    private boolean replacing;

    private final ModelBarriers barriers = new ModelBarriers();

    /** Requests of learners to be proposed after this event. */
    private int requests;

    ModelServer(Simulation simulation, long sid, ModelDisk disk, Membership membership) {
        this.simulation = simulation;
        this.sid = sid;
        this.disk = disk;
        this.membership = membership;
        isPlain = simulation.chance(simulation.faults.plainPercent());
    }

    void start() {
        life++;
        alive = true;
        left = false;
        leaves = false;
        serving = false;
        role = Role.LOOKING;
        leader = -1;
        replacing = false;
        requests = 0;
        rumours.clear();
        barriers.clear();
        unapplied.clear();
        links.clear();
        adopt(disk.recoverable());
        Faults faults = simulation.faults;
        ZabOptions options = ZabOptions.of(sid, membership, 100, 10, 5);
        options =
                new ZabOptions(
                        options.sid(),
                        options.membership(),
                        options.observer(),
                        options.tickMillis(),
                        options.initLimit(),
                        options.syncLimit(),
                        faults.windowTxns(),
                        faults.windowBytes(),
                        faults.alwaysSnapshot(),
                        options.electionWaitMillis(),
                        faults.lastCounter());
        zab =
                new Zab(
                        options,
                        new ZabState(logged, logged, disk.acceptedEpoch(), disk.currentEpoch()),
                        this);
        wakeAt = Long.MAX_VALUE;
    }

    private void adopt(List<Txn> history) {
        tree = new ArrayList<>(history);
        unapplied.clear();
        logged = Txn.last(history);
        simulation.each(invariant -> invariant.historyReplaced(this, history));
    }

    /** The whole history in memory. */
    List<Txn> logged() {
        List<Txn> history = new ArrayList<>(tree);
        history.addAll(unapplied);
        return history;
    }

    /** Takes a snapshot, perhaps of what is not committed. */
    void snapshot() {
        if (!replacing) {
            // One that is begun before a truncation and ends after it would bring back the ghost.
            disk.snapshot(tree);
        }
    }

    /** What became due by the last event. */
    void afterEvent() {
        while (requests > 0) {
            requests--;
            if (zab.isPrimary()) {
                propose();
            }
        }
        if (leaves) {
            leaves = false;
            simulation.at(simulation.soon(20), this, "leaves", () -> zab.leave());
        }
        long next = zab.nextMillis();
        if (next < wakeAt) {
            wakeAt = Math.max(next, simulation.now);
            long then = wakeAt;
            simulation.at(
                    then,
                    this,
                    "",
                    () -> {
                        if (wakeAt == then) {
                            wakeAt = Long.MAX_VALUE;
                        }
                    });
        }
    }

    // ---- what clients do

    void propose() {
        Txn txn = new Txn(zab.nextZxid(), simulation.nextSerial());
        simulation.trace("  propose " + txn);
        simulation.proposes(this, txn);
        zab.propose(txn.zxid(), txn.bytes());
    }

    void barrier() {
        zab.barrier(barriers.ask(simulation.ledger.committed.size(), zab.nextZxid()));
    }

    void request() {
        zab.toLeader(new QuorumMessage.Request(sid, 1, 1, new byte[0], null));
    }

    // ---- consensus

    @Override
    public void append(long zxid, byte[] bytes) {
        if (replacing) {
            throw new IllegalStateException("append while the history is being replaced");
        }
        Txn txn = Txn.of(zxid, bytes);
        simulation.trace("  append " + txn);
        long last = logged;
        simulation.each(invariant -> invariant.appended(this, last, txn));
        logged = zxid;
        unapplied.add(txn);
        disk.append(txn);
        simulation.diskWork(this);
    }

    @Override
    public void deliverEarly(long zxid) {
        if (serving) {
            throw new Invariant.Violation(
                    "who serves shows only what is committed — "
                            + this
                            + " is given "
                            + Zxid.toString(zxid));
        }
        deliver(zxid);
    }

    @Override
    public void deliver(long zxid) {
        int from = tree.size();
        while (!unapplied.isEmpty() && unapplied.peek().zxid() <= zxid) {
            tree.add(unapplied.remove());
        }
        simulation.trace("  deliver " + Zxid.toString(zxid));
        if (Txn.last(tree) != zxid) {
            throw new IllegalStateException(
                    "deliver " + Zxid.toString(zxid) + ", the tree is at " + tree.getLast());
        }
        if (serving) {
            simulation.delivered(this, from);
        }
    }

    @Override
    public void reached(long token) {
        simulation.ledger.count("barrier");
        barriers.reached(token, this, tree.size(), Txn.last(tree));
        if (!serving) {
            throw new Invariant.Violation("only who serves reaches a barrier — " + this);
        }
    }

    // ---- ports

    @Override
    public void vote(long to, Notification notification) {
        simulation.each(invariant -> invariant.votes(this, notification));
        simulation.elections.send(sid, to, notification);
    }

    @Override
    public void dialVoters() {
        simulation.elections.dial(this);
    }

    @Override
    public void dialLeader(long to) {
        simulation.trace("  dial " + to);
        simulation.network.dial(this, to);
    }

    @Override
    public long sendSnapshot(Link link) {
        ModelLink end = (ModelLink) link;
        simulation.trace("  state " + Zxid.toString(Txn.last(tree)) + " on " + end);
        simulation.each(invariant -> invariant.sendsState(this, end, tree));
        end.sendState(tree);
        return Txn.last(tree);
    }

    @Override
    public void locate(Link link, long zxid) {
        simulation.locate(this, (ModelLink) link, zxid);
    }

    // ---- durable steps

    @Override
    public void storeAcceptedEpoch(long epoch) {
        disk.storeAcceptedEpoch(epoch);
        simulation.diskWork(this);
    }

    @Override
    public void storeCurrentEpoch(long epoch) {
        disk.storeCurrentEpoch(epoch);
        simulation.diskWork(this);
    }

    @Override
    public void truncate(long zxid) {
        simulation.trace("  truncate to " + Zxid.toString(zxid));
        replacing = true;
        disk.truncate(zxid);
        simulation.diskWork(this);
    }

    @Override
    public void admit() {
        throw new IllegalStateException("no server of the model has lost its disk");
    }

    @Override
    public void installSnapshot(Link link, long zxid) {
        List<Txn> state = ((ModelLink) link).received;
        simulation.trace("  install " + Zxid.toString(zxid));
        if (Txn.last(state) != zxid) {
            throw new IllegalStateException(
                    "installs " + Zxid.toString(zxid) + ", received " + Txn.last(state));
        }
        replacing = true;
        disk.install(state);
        simulation.diskWork(this);
    }

    @Override
    public void durable(long zxid) {
        simulation.report(this, "durable " + Zxid.toString(zxid), () -> zab.durable(zxid));
    }

    @Override
    public void acceptedEpochStored(long epoch) {
        simulation.report(this, "accepted " + epoch, () -> zab.onAcceptedEpochStored(epoch));
    }

    @Override
    public void currentEpochStored(long epoch) {
        simulation.report(this, "current " + epoch, () -> zab.onCurrentEpochStored(epoch));
    }

    @Override
    public void truncated(boolean done, long zxid) {
        simulation.report(
                this,
                "truncated " + done,
                () -> {
                    replacing = false;
                    simulation.ledger.count("truncated " + done);
                    if (done) {
                        adopt(logged().stream().filter(txn -> txn.zxid() <= zxid).toList());
                    }
                    zab.onTruncated(done);
                });
    }

    @Override
    public void installed(List<Txn> state) {
        simulation.report(
                this,
                "installed " + Zxid.toString(Txn.last(state)),
                () -> {
                    replacing = false;
                    simulation.ledger.count("installed");
                    adopt(state);
                    zab.onSnapshotInstalled(Txn.last(state));
                });
    }

    // ---- serving

    @Override
    public void comparableAfter(long zxid) {
        // There are no digests here.
    }

    @Override
    public void role(Role next) {
        simulation.trace("  " + this + " is " + next);
        role = next;
        serving = false;
        leader = -1;
        barriers.clear();
    }

    @Override
    public void serve(long of, long epoch) {
        simulation.trace("  " + this + " serves under " + of + " in " + epoch);
        serving = true;
        leader = of;
        if (of == sid) {
            simulation.leads(this, epoch);
        }
        simulation.each(invariant -> invariant.serves(this, of, epoch));
        simulation.delivered(this, 0);
    }

    @Override
    public void fromLearner(Link link, long from, QuorumMessage message) {
        if (leader != sid) {
            throw new IllegalStateException(this + " is asked and does not lead");
        }
        simulation.ledger.count("forwarded");
        requests++;
    }

    @Override
    public void touched(Link link, List<SessionTouch> touches) {}

    @Override
    public void learnerGone(Link link) {}

    @Override
    public void fromLeader(QuorumMessage message) {}

    @Override
    public List<SessionTouch> touches() {
        return List.of();
    }

    @Override
    public void resigned() {
        simulation.trace("  " + this + " has resigned");
        simulation.ledger.count("resigned");
        leaves = true;
    }

    @Override
    public void left() {
        simulation.trace("  " + this + " has left");
        left = true;
    }

    @Override
    public void hold() {
        simulation.trace("  " + this + " holds");
        simulation.ledger.count("hold");
        if (!unapplied.isEmpty()) {
            throw new IllegalStateException(this + " holds with " + unapplied);
        }
    }

    @Override
    public String toString() {
        return sid + "." + life;
    }
}
