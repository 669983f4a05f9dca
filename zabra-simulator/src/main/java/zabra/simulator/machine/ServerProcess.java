package zabra.simulator.machine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import zabra.consensus.zab.ZabState;
import zabra.peer.Clock;
import zabra.peer.Journal;
import zabra.peer.Lane;
import zabra.peer.Peer;
import zabra.peer.PeerEvents;
import zabra.peer.Replica;
import zabra.peer.ReplicaHost;
import zabra.peer.TreeLock;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.DurableSteps;
import zabra.peer.durable.Outcome;
import zabra.peer.ensemble.Ensemble;
import zabra.peer.ensemble.MemberView;
import zabra.simulator.check.Checks;
import zabra.simulator.check.Violation;
import zabra.simulator.world.Dice;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.VirtualTime;
import zabra.storage.Disk;
import zabra.storage.EpochFiles;
import zabra.storage.HistoryLocator;
import zabra.storage.Recovery;
import zabra.storage.RecoveryOptions;
import zabra.storage.Snapshots;
import zabra.storage.TxnLog;
import zabra.tree.ChunkLayout;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;
import zabra.tree.acl.Acls;
import zabra.tree.acl.DigestAuthProvider;
import zabra.tree.acl.IpAuthProvider;
import zabra.tree.prepare.PrepareOptions;

/**
 * A server's memory: the production peer, recovered from a disk, with threads that are events. One
 * incarnation.
 */
final class ServerProcess {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    /** So small that the few znodes of a simulation move from chunk to chunk. */
    private static final ChunkLayout CHUNKS = new ChunkLayout(1 << 10, 8);

    private final Machine machine;
    private final String name;
    private final Incarnation life;
    private final VirtualTime time;
    private final Dice dice;
    private final Checks checks;
    private final Tampering tampering;
    private final long treeSeed;
    private final DataTree tree;
    private final EpochFiles epochs;
    private final Peer peer;
    private final Lane lane;
    private final boolean alone;

    /** All there ever were. */
    private final List<SimulatedTransport> clients = new ArrayList<>();

    private boolean serving;
    private long shown = -1;
    private long durable;
    private boolean turnDue;
    private boolean laneDue;
    private long timerMicros = Long.MAX_VALUE;

    /** Recovers; runs when this returns. */
    ServerProcess(
            Machine machine, Incarnation life, Disk disk, Network network, Tampering tampering)
            throws IOException {
        this.machine = machine;
        this.name = machine.name();
        this.life = life;
        this.time = machine.time();
        this.dice = machine.dice().named(life.name());
        this.checks = machine.checks();
        this.tampering = tampering;
        this.treeSeed = dice.nextLong();
        MachineOptions options = machine.options();
        MachineOptions.Place place = machine.place();
        alone = place.membership() == null;
        Disk files = tampering.disk(disk);

        tree = newTree();
        Recovery recovery = new Recovery(files, files, RecoveryOptions.DEFAULT);
        RecoveredTree recovering = new RecoveredTree(name, tree);
        Recovery.Recovered recovered = recovering.from(recovery);
        Snapshots snapshots = new Snapshots(files, files, options.compression());
        if (recovered.snapshotZxid() < 0 || tampering.savesWhatItFinds()) {
            snapshots.write(tree.image());
        }
        epochs = new EpochFiles(files);
        EpochFiles.Epochs stored = alone ? null : epochs.load(recovered.lastZxid());
        durable = recovered.lastZxid();
        checks.recovered(
                name,
                Math.max(0, recovered.snapshotZxid()),
                recovering.log(),
                alone ? -1 : machine.epochOnDisk("acceptedEpoch"),
                alone ? -1 : machine.epochOnDisk("currentEpoch"));

        DiskFailure failure = machine::diskFailed;
        TxnLog log = new TxnLog(files, options.log());
        DurableSteps steps =
                new DurableSteps(log, snapshots, epochs, recovery, true, this::newTree);
        SimulatedJournal journal =
                new SimulatedJournal(life, log, steps, machine::syncMicros, this::synced, failure);
        SimulatedSnapshots saving =
                new SimulatedSnapshots(
                        life, snapshots, () -> dice.between(100L, 2_000_000L), failure);
        SimulatedPort port =
                new SimulatedPort(
                        place,
                        life,
                        network,
                        new LinkContext(
                                name,
                                life,
                                files,
                                this::newTree,
                                () -> dice.between(100L, 50_000L),
                                options.silenceMicros(),
                                time::nowMicros,
                                checks,
                                machine::trace),
                        (zxid, found) ->
                                life.after(
                                        dice.between(100L, 20_000L),
                                        () -> found.accept(locate(files, zxid))));
        Ensemble ensemble =
                alone
                        ? null
                        : new Ensemble(
                                place.options(options),
                                new ZabState(
                                        recovered.lastZxid(),
                                        tree.lastZxid(),
                                        stored.accepted(),
                                        stored.current()),
                                tampering.port(place.sid(), port),
                                options.clients());
        peer =
                new Peer(
                        tree,
                        new TreeLock(),
                        new Acls(List.of(new IpAuthProvider(), new DigestAuthProvider()), false),
                        options.peer(),
                        PrepareOptions.DEFAULT,
                        (int) place.sid(),
                        ensemble,
                        new Peer.Ports(
                                clock(),
                                new Watched(tampering.journal(journal, this::durable)),
                                saving,
                                dice,
                                events()));
        lane = peer.newLane(1, this::wakeLane);
        journal.start(tampering.durable(this::durable), this::beginning, this::performed);
        peer.replica().runBy(new Host());
        if (alone) {
            if (recovered.txnCount() > 0 && recovered.snapshotZxid() >= 0) {
                saving.save(tree.image());
            }
            peer.replica().execute(peer.replica()::closeOrphans);
            show();
        } else {
            port.open(tampering.inbox(place.sid(), peer.ensemble()));
        }
        network.listen(
                life,
                name + ":client",
                socket -> {
                    SimulatedTransport client =
                            new SimulatedTransport(life, socket, peer.serving(), lane, tampering);
                    clients.add(client);
                    return client;
                });
        wake();
    }

    /** All trees of one incarnation hash alike: one may become another. */
    private DataTree newTree() {
        return new DataTree(TreeOptions.DEFAULT, CHUNKS, treeSeed);
    }

    DataTree tree() {
        return tree;
    }

    /** Whether clients are served. */
    boolean isServing() {
        return alone || peer.view().serving();
    }

    /**
     * Lets another lead, lets its clients go, and then calls {@code gone}; a part of the clients
     * may still be there.
     */
    void resign(Runnable gone) {
        peer.resign()
                .thenRun(() -> {
                    life.after(0, () -> clients.forEach(SimulatedTransport::finish));
                    life.after(dice.between(0L, 50_000L), () -> peer.leave().thenRun(gone));
                });
    }

    private long locate(Disk files, long zxid) {
        try {
            return new HistoryLocator(files, files, HistoryLocator.SNAPSHOT_SIZE_FACTOR)
                    .locate(zxid, durable);
        } catch (IOException e) {
            return -1;
        }
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public long wallMillis() {
                return EPOCH_MILLIS + time.nowMillis();
            }

            @Override
            public long monotonicMillis() {
                return time.nowMillis();
            }
        };
    }

    private PeerEvents events() {
        return new PeerEvents() {
            @Override
            public void digestMismatch(long zxid, long expected, long actual) {
                checks.digestDiffers(name, zxid, expected, actual);
            }

            @Override
            public void connectionFailed(String remoteAddress, Throwable cause) {
                throw new Violation("no bug shows itself", name + " " + remoteAddress, cause);
            }
        };
    }

    // ---- the journal

    /**
     * The log was synced; whether its disk did what it was asked is not this class's to believe.
     */
    private void synced(long zxid) {
        if (!machine.disk().hasUnsynced("log.")) {
            checks.synced(name, zxid);
        }
    }

    private void durable(long zxid) {
        durable = zxid;
        peer.replica().durable(zxid);
    }

    private void beginning(DurableStep step) {
        switch (step) {
            case DurableStep.Truncate(long zxid, _) -> checks.cutting(name, zxid);
            case DurableStep.Install(long zxid, _, _) -> checks.cutting(name, zxid);
            case DurableStep.AcceptedEpoch _, DurableStep.CurrentEpoch _, DurableStep.Admit _ -> {}
        }
    }

    private void performed(DurableStep step, Outcome outcome) {
        machine.trace(step.toString().replaceFirst(", tree=.*", "") + " " + outcome.done());
        switch (step) {
            case DurableStep.Admit _ -> {}
            case DurableStep.AcceptedEpoch _, DurableStep.CurrentEpoch _ ->
                    checks.epochs(
                            name,
                            machine.epochOnDisk("acceptedEpoch"),
                            machine.epochOnDisk("currentEpoch"));
            case DurableStep.Truncate(long zxid, _) -> {
                if (outcome.done()) {
                    durable = zxid;
                    checks.truncated(name, zxid);
                } else {
                    checks.notCut(name);
                }
            }
            case DurableStep.Install(long zxid, _, _) -> {
                durable = zxid;
                checks.installed(name, zxid);
            }
        }
        peer.replica().performed(step, outcome);
    }

    // ---- the replica thread and the lane

    private void wake() {
        if (!turnDue) {
            turnDue = true;
            life.after(dice.between(1L, 50L), this::turn);
        }
    }

    private void turn() {
        turnDue = false;
        Replica replica = peer.replica();
        replica.awake();
        boolean worked = replica.work();
        show();
        long millis = worked ? 0 : replica.maySleep();
        if (millis == 0) {
            wake();
        } else {
            sleep(millis);
        }
    }

    /** Whoever brings something takes the replica's turn, or wakes it, as chance has it. */
    private final class Host implements ReplicaHost {
        @Override
        public void wakeUp() {
            wake();
        }

        @Override
        public boolean mayHelp() {
            return dice.oneIn(2);
        }

        @Override
        public void helped() {
            show();
        }
    }

    /** A timer that is overtaken by a turn finds nothing to do. */
    private void sleep(long millis) {
        long due = time.nowMicros() + millis * 1000;
        if (timerMicros <= time.nowMicros() || due < timerMicros) {
            timerMicros = due;
            life.after(millis * 1000, this::wake);
        }
    }

    private void wakeLane() {
        if (!laneDue) {
            laneDue = true;
            life.after(
                    dice.between(1L, 50L),
                    () -> {
                        laneDue = false;
                        lane.onWakeUp();
                    });
        }
    }

    /** Tells the checks what clients may see since the last turn. */
    private void show() {
        boolean serves = isServing();
        if (serves && !serving && !alone) {
            MemberView view = peer.view();
            boolean leads = view.leader() == machine.place().sid();
            machine.trace(
                    (leads ? "leads epoch " : "follows " + view.leader() + " in epoch ")
                            + view.epoch());
            checks.serving(name, leads, view.epoch());
            shown = -1;
        } else if (serving && !serves) {
            machine.trace("serves no more");
        }
        serving = serves;
        // Between two leaders, too, clients are answered what is history.
        if ((serves || peer.isHolding()) && tree.lastZxid() != shown) {
            shown = tree.lastZxid();
            tampering.applied(tree);
            checks.shows(name, shown, tree);
        }
    }

    /** Tells the checks what goes to the log. */
    private final class Watched implements Journal {
        private final Journal journal;

        Watched(Journal journal) {
            this.journal = journal;
        }

        @Override
        public void append(long zxid, byte[] txn) {
            checks.appending(name, zxid, txn);
            journal.append(zxid, txn);
        }

        @Override
        public void roll() {
            journal.roll();
        }

        @Override
        public void flush() {
            journal.flush();
        }

        @Override
        public void perform(DurableStep step) {
            journal.perform(step);
        }
    }
}
