package zabra.consensus.model;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import zabra.consensus.election.Ensembles;
import zabra.consensus.quorum.Membership;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * A whole ensemble of machines on virtual time, one event after the other; the seed alone decides
 * what happens. All {@link Invariants} are checked at every step.
 */
final class Simulation {
    private record Event(
            long time, long order, ModelServer target, int life, String what, Runnable action) {}

    /** {@code -Dmodel.print=true}: everything that happens is printed. */
    private static final boolean PRINT = Boolean.getBoolean("model.print");

    private static final int LINES_KEPT = 400;

    /** Events at one instant; more than that, and a machine turns on the spot. */
    private static final int EVENTS_AT_ONCE_MAX = 20_000;

    final Random random;
    final Membership membership;
    final Faults faults;
    final Ledger ledger = new Ledger();
    final SortedMap<Long, ModelServer> servers = new TreeMap<>();
    final Elections elections = new Elections(this);
    final Network network = new Network(this);
    private final List<Invariant> invariants;
    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long traceHash;
    private long order;
    private long serial;
    private int eventsNow;
    long now;

    /** Whether nothing goes wrong any more. */
    boolean healed;

    Simulation(Random random, Membership membership, Faults faults, Set<Plant> plants) {
        this.random = random;
        this.membership = membership;
        this.faults = faults;
        invariants = Invariants.of(this);
        for (long sid : membership.members().keySet()) {
            Membership view =
                    plants.contains(Plant.COMMITS_WITHOUT_QUORUM) && sid == 1
                            ? Ensembles.ruledBy(membership, sid)
                            : membership;
            servers.put(sid, new ModelServer(this, sid, new ModelDisk(plants), view));
        }
        trace("faults " + faults + " members " + membership.members().keySet());
    }

    // ---- chance and time

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A time within the next so many milliseconds; rarely later. */
    long soon(int millis) {
        int most = !healed && random.nextInt(50) == 0 ? 30 * millis : millis;
        return now + 1 + random.nextInt(most);
    }

    long nextSerial() {
        return ++serial;
    }

    /** The server is told the time before the action; it is not done if the server is gone. */
    void at(long time, ModelServer target, String what, Runnable action) {
        int life = target == null ? 0 : target.life;
        queue.add(new Event(time, order++, target, life, what, action));
    }

    /** Runs for so long, or until {@code done} says so. */
    boolean run(long millis, BooleanSupplier done) {
        long end = now + millis;
        while (!queue.isEmpty() && queue.peek().time <= end) {
            step(queue.poll());
            if (done.getAsBoolean()) {
                return true;
            }
        }
        now = Math.max(now, end);
        return done.getAsBoolean();
    }

    private void step(Event event) {
        eventsNow = event.time > now ? 0 : eventsNow + 1;
        if (eventsNow > EVENTS_AT_ONCE_MAX) {
            throw new IllegalStateException("turns on the spot: " + event.target);
        }
        now = Math.max(now, event.time);
        ModelServer target = event.target;
        if (target == null) {
            if (!event.what.isEmpty()) {
                trace(event.what);
            }
            event.action.run();
            return;
        }
        if (!target.alive || target.life != event.life) {
            return;
        }
        if (target.pausedUntil > now) {
            queue.add(
                    new Event(
                            target.pausedUntil,
                            event.order,
                            target,
                            event.life,
                            event.what,
                            event.action));
            return;
        }
        if (!event.what.isEmpty()) {
            trace(target + " " + event.what);
        }
        target.zab.time(now);
        event.action.run();
        target.afterEvent();
        if (target.left && target.alive) {
            crash(target, 500);
        }
    }

    // ---- what happened

    void trace(String line) {
        traceHash = traceHash * 31 + line.hashCode() + now;
        lines.add(now + " " + line);
        if (PRINT) {
            System.out.println(now + " " + line);
        }
        if (lines.size() > LINES_KEPT) {
            lines.remove();
        }
    }

    /** The same in each run of a seed. */
    long traceHash() {
        return traceHash;
    }

    String lines() {
        return String.join("\n", lines);
    }

    void each(Consumer<Invariant> check) {
        invariants.forEach(check);
    }

    void diskChanged(ModelServer server) {
        each(invariant -> invariant.diskChanged(server));
    }

    void proposes(ModelServer server, Txn txn) {
        ledger.proposed.putIfAbsent(txn.zxid(), new Ledger.Proposed(server.sid, server.life, txn));
        each(invariant -> invariant.proposes(server, txn));
    }

    void leads(ModelServer server, long epoch) {
        ledger.count(server.serving ? "established" : "leader");
        ledger.leaders.putIfAbsent(epoch, new Ledger.Leader(server.sid, server.life));
        ledger.initial.putIfAbsent(epoch, server.logged());
    }

    void delivered(ModelServer server, int from) {
        for (int i = ledger.committed.size(); i < server.tree.size(); i++) {
            ledger.committed.add(server.tree.get(i));
        }
        each(invariant -> invariant.delivered(server, from));
    }

    void sends(ModelLink link, QuorumMessage message) {
        String words = describe(message);
        trace("  send " + words + " on " + link);
        int end = words.indexOf(' ');
        ledger.count(end < 0 ? words : words.substring(0, end));
        if (message instanceof LeaderInfo info) {
            link.epoch = info.epoch();
        } else if (message instanceof NewLeader newLeader) {
            leads(link.owner, newLeader.epoch());
        }
        each(invariant -> invariant.sends(link.owner, link, message));
    }

    /** In words that are the same in each run. */
    static String describe(QuorumMessage message) {
        return switch (message) {
            case Proposal proposal -> "PROPOSAL " + Txn.of(proposal.zxid(), proposal.txn());
            case QuorumMessage.Inform inform -> "INFORM " + Txn.of(inform.zxid(), inform.txn());
            case Commit commit -> "COMMIT " + Zxid.toString(commit.zxid());
            case QuorumMessage.Ack ack -> "ACK " + Zxid.toString(ack.zxid());
            case QuorumMessage.Diff diff -> "DIFF " + Zxid.toString(diff.zxid());
            case QuorumMessage.Trunc trunc -> "TRUNC " + Zxid.toString(trunc.zxid());
            case QuorumMessage.AckEpoch ack ->
                    "ACKEPOCH " + Zxid.toString(ack.lastZxid()) + " " + ack.currentEpoch();
            case NewLeader newLeader -> "NEWLEADER " + newLeader.epoch();
            case QuorumMessage.Request request -> "REQUEST";
            case QuorumMessage.Snap snap -> "SNAP " + Zxid.toString(snap.zxid());
            case QuorumMessage.UpToDate upToDate -> "UPTODATE";
            case QuorumMessage.Ping ping -> "PING";
            case QuorumMessage.PingReply reply -> "PING reply";
            case QuorumMessage.HandOver last -> "HANDOVER to " + last.successor();
            case QuorumMessage.Prepare prepare -> "PREPARE for " + prepare.successor();
            case QuorumMessage.Prepared prepared -> "PREPARED";
            case LeaderInfo info -> "LEADERINFO " + info.epoch();
            case QuorumMessage.FollowerInfo info -> "FOLLOWERINFO " + info.acceptedEpoch();
            case QuorumMessage.ObserverInfo info -> "OBSERVERINFO " + info.acceptedEpoch();
            default -> message.toString();
        };
    }

    // ---- disks

    void locate(ModelServer server, ModelLink link, long zxid) {
        at(
                soon(40),
                server,
                "located " + Zxid.toString(zxid) + " for " + link,
                () -> {
                    // A snapshot is cheaper, sometimes.
                    long found = chance(20) ? -1 : server.disk.locate(zxid);
                    ledger.count(found < 0 ? "not located" : "located");
                    server.zab.onLocated(link, found);
                });
    }

    /** Something was asked of this disk. */
    void diskWork(ModelServer server) {
        if (!server.diskBusy) {
            server.diskBusy = true;
            int life = server.life;
            long time = Math.max(server.stalledUntil, soon(faults.slow() && !healed ? 60 : 4));
            at(
                    time,
                    null,
                    "",
                    () -> {
                        if (server.alive && server.life == life) {
                            server.diskBusy = false;
                            diskStep(server);
                        }
                    });
        }
    }

    private void diskStep(ModelServer server) {
        if (server.stalledUntil <= now) {
            server.disk.step(chance(60), server);
            diskChanged(server);
        }
        if (!server.disk.isIdle()) {
            diskWork(server);
        }
    }

    /** What was done is told in order, a little later. */
    void report(ModelServer server, String what, Runnable action) {
        server.reportedAt = Math.max(server.reportedAt, soon(3));
        at(server.reportedAt, server, what, action);
    }

    // ---- servers

    void start(ModelServer server) {
        server.diskBusy = false;
        server.start();
        trace(
                server
                        + " starts with "
                        + Zxid.toString(Txn.last(server.tree))
                        + " "
                        + server.disk.acceptedEpoch()
                        + " "
                        + server.disk.currentEpoch());
        at(now, server, "start", server.zab::start);
        // The first event tells the time twice, which must not matter.
        elections.changed(server);
    }

    /**
     * @param downMillis until it starts again; a little more by chance
     */
    void crash(ModelServer server, int downMillis) {
        if (!server.alive) {
            return;
        }
        trace(server + " crashes");
        ledger.count("crash");
        server.alive = false;
        server.serving = false;
        server.disk.crash(random.nextInt(4), Txn.last(server.tree));
        diskChanged(server);
        network.gone(server);
        elections.changed(server);
        at(soon(300) + downMillis, null, "", () -> start(server));
    }
}
