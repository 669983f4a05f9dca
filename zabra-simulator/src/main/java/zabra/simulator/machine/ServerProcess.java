package zabra.simulator.machine;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import zabra.peer.Clock;
import zabra.peer.Journal;
import zabra.peer.Lane;
import zabra.peer.Peer;
import zabra.peer.PeerEvents;
import zabra.peer.Replica;
import zabra.peer.TreeLock;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.DurableSteps;
import zabra.simulator.check.Checks;
import zabra.simulator.check.Violation;
import zabra.simulator.world.Dice;
import zabra.simulator.world.Incarnation;
import zabra.simulator.world.Network;
import zabra.simulator.world.VirtualTime;
import zabra.storage.Disk;
import zabra.storage.EpochFiles;
import zabra.storage.Recovery;
import zabra.storage.RecoveryOptions;
import zabra.storage.Snapshots;
import zabra.storage.TxnLog;
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

    private final String name;
    private final Incarnation life;
    private final VirtualTime time;
    private final Dice dice;
    private final Checks checks;
    private final DataTree tree;
    private final Peer peer;
    private final Lane lane;

    /** Logged here and not yet applied, or applied and not yet shown to the checks. */
    private final NavigableMap<Long, byte[]> logged = new TreeMap<>();

    private long shown;
    private boolean turnDue;
    private boolean laneDue;
    private long timerMicros = Long.MAX_VALUE;

    /** Recovers, and serves when this returns. */
    ServerProcess(
            Machine machine, Incarnation life, Disk disk, Network network, Tampering tampering)
            throws IOException {
        this.name = machine.name();
        this.life = life;
        this.time = machine.time();
        this.dice = machine.dice().named(life.name());
        this.checks = machine.checks();
        MachineOptions options = machine.options();
        Disk files = tampering.disk(disk);

        tree = new DataTree(TreeOptions.DEFAULT, dice.nextLong());
        Recovery recovery = new Recovery(files, files, RecoveryOptions.DEFAULT);
        RecoveredTree recovering = new RecoveredTree(name, tree);
        Recovery.Recovered recovered = recovering.from(recovery);
        Snapshots snapshots = new Snapshots(files, files, options.compression());
        if (recovered.snapshotZxid() < 0) {
            snapshots.write(tree.image());
        }
        shown = recovered.lastZxid();
        logged.putAll(recovering.log());
        checks.recovered(name, recovered.lastZxid(), logged, tree, disk);
        logged.clear();

        DiskFailure failure = machine::diskFailed;
        TxnLog log = new TxnLog(files, options.log());
        DurableSteps steps =
                new DurableSteps(
                        log,
                        snapshots,
                        new EpochFiles(files),
                        recovery,
                        true,
                        () -> new DataTree(TreeOptions.DEFAULT, dice.nextLong()));
        SimulatedJournal journal =
                new SimulatedJournal(life, log, steps, machine::syncMicros, failure);
        SimulatedSnapshots saving =
                new SimulatedSnapshots(
                        life, snapshots, () -> dice.between(100L, 2_000_000L), failure);
        Journal watched = new Watched(tampering.journal(journal, this::durable));
        peer =
                new Peer(
                        tree,
                        new TreeLock(),
                        new Acls(List.of(new IpAuthProvider(), new DigestAuthProvider()), false),
                        options.peer(),
                        PrepareOptions.DEFAULT,
                        machine.sid(),
                        null,
                        new Peer.Ports(clock(), watched, saving, dice, events()));
        if (recovered.txnCount() > 0 && recovered.snapshotZxid() >= 0) {
            saving.save(tree.image());
        }
        lane = peer.newLane(1, this::wakeLane);
        journal.start(tampering.durable(this::durable), (_, _) -> {});
        peer.replica().onSleepWakeWith(this::wake);
        peer.replica().execute(peer.replica()::closeOrphans);
        network.listen(
                life,
                name + ":client",
                socket -> new SimulatedTransport(life, socket, peer.serving(), lane));
        wake();
    }

    DataTree tree() {
        return tree;
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

    private void durable(long zxid) {
        peer.replica().durable(zxid);
    }

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
        if (worked || !replica.maySleep()) {
            wake();
        } else {
            sleep(replica.sleepMillis());
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

    /** Tells the checks what was applied since the last turn. */
    private void show() {
        long last = tree.lastZxid();
        if (last != shown) {
            checks.applied(name, shown, last, logged.subMap(shown, false, last, true), tree);
            shown = last;
            logged.headMap(last, true).clear();
        }
    }

    /** Remembers what goes to the log. */
    private final class Watched implements Journal {
        private final Journal journal;

        Watched(Journal journal) {
            this.journal = journal;
        }

        @Override
        public void append(long zxid, byte[] txn) {
            logged.put(zxid, txn);
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
