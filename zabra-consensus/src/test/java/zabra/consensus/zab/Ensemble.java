package zabra.consensus.zab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.SessionTouch;

/**
 * Members joined by a network that is quick and faithful, on disks that are, too: what each event
 * causes happens, in the order it was asked for, before time goes on.
 */
final class Ensemble {
    static final int TICK = 100;

    final Map<Long, Server> servers = new TreeMap<>();
    private final ArrayDeque<Runnable> events = new ArrayDeque<>();
    private final Membership membership;
    private final long lastCounter;
    private long now = 1_000;

    Ensemble(int voters, int observers) {
        this(voters, observers, ZabOptions.COUNTER_MAX);
    }

    /**
     * @param lastCounter of an epoch
     */
    Ensemble(int voters, int observers, long lastCounter) {
        this.lastCounter = lastCounter;
        List<Member> members = new ArrayList<>();
        for (int sid = 1; sid <= voters + observers; sid++) {
            String role = sid <= voters ? "participant" : "observer";
            members.add(Member.parse(sid, "host" + sid + ":1:2:" + role));
        }
        membership = Membership.majority(0, members);
    }

    /** One that starts with this log, durable, all of it applied. */
    Server start(long sid, long acceptedEpoch, long currentEpoch, long... log) {
        return start(new Server(sid), acceptedEpoch, currentEpoch, false, log);
    }

    /** One on a disk without anything, which may have been lost. */
    Server startEmpty(long sid) {
        return start(new Server(sid), 0, 0, true);
    }

    private Server start(
            Server server, long acceptedEpoch, long currentEpoch, boolean lost, long... log) {
        long sid = server.sid;
        for (long zxid : log) {
            server.log.add(new QuorumMessage.Proposal(zxid, bytes(zxid)));
        }
        long last = server.lastLogged();
        server.durable = server.log.size();
        server.zab =
                new Zab(
                        ZabOptions.of(sid, membership, TICK, 10, 5).withLastCounter(lastCounter),
                        lost
                                ? new ZabState(-1, 0, 0, 0, true)
                                : new ZabState(last, last, acceptedEpoch, currentEpoch),
                        server);
        servers.put(sid, server);
        server.zab.time(now);
        for (long other = 1; other <= membership.members().size(); other++) {
            if (other != sid) {
                long there = other;
                server.zab.onReachable(other, servers.containsKey(other));
                if (servers.containsKey(other)) {
                    events.add(() -> servers.get(there).zab.onReachable(sid, true));
                }
            }
        }
        server.zab.start();
        settle();
        return server;
    }

    /** The process ends, its disk stays. */
    Server stop(long sid) {
        Server server = servers.remove(sid);
        server.stopped = true;
        for (TestLink link : List.copyOf(server.links)) {
            link.close();
        }
        servers.values().forEach(other -> events.add(() -> other.zab.onReachable(sid, false)));
        settle();
        return server;
    }

    static byte[] bytes(long zxid) {
        return Long.toString(zxid).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    void settle() {
        for (int count = 0; ; count++) {
            if (count > 10_000) {
                throw new IllegalStateException("it never comes to rest");
            }
            Runnable event = events.poll();
            if (event == null) {
                servers.values().forEach(Server::sync);
                event = events.poll();
                if (event == null) {
                    return;
                }
            }
            event.run();
        }
    }

    void run(int millis) {
        long end = now + millis;
        while (now < end) {
            now += 5;
            for (Server server : List.copyOf(servers.values())) {
                if (!server.stopped) {
                    server.zab.time(now);
                }
            }
            settle();
        }
    }

    Server leader() {
        return servers.values().stream().filter(s -> s.zab.isPrimary()).findFirst().orElseThrow();
    }

    /** One end of a connection. */
    static final class TestLink implements Link {
        private final Server owner;
        private TestLink other;
        private boolean closed;
        final List<QuorumMessage> sent = new ArrayList<>();

        private TestLink(Server owner) {
            this.owner = owner;
            owner.links.add(this);
        }

        @Override
        public void send(QuorumMessage message) {
            sent.add(message);
            deliver(() -> other.owner.zab.onMessage(other, message));
        }

        private void deliver(Runnable event) {
            owner.ensemble()
                    .events
                    .add(() -> {
                        if (!closed && !other.closed && !other.owner.stopped) {
                            event.run();
                        }
                    });
        }

        @Override
        public void sendHistory(long after, long upTo) {
            for (QuorumMessage.Proposal proposal : owner.log) {
                if (proposal.zxid() > after && proposal.zxid() <= upTo) {
                    send(proposal);
                    send(new QuorumMessage.Commit(proposal.zxid()));
                }
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                owner.ensemble()
                        .events
                        .add(() -> {
                            if (!other.closed && !other.owner.stopped) {
                                other.closed = true;
                                other.owner.zab.onClosed(other);
                            }
                        });
            }
        }
    }

    final class Server implements EnsembleEffects {
        final long sid;
        final List<QuorumMessage.Proposal> log = new ArrayList<>();
        final List<Role> roles = new ArrayList<>();
        final List<Long> reached = new ArrayList<>();
        final List<QuorumMessage> fromLearners = new ArrayList<>();
        final List<TestLink> links = new ArrayList<>();
        final Map<Link, List<QuorumMessage.Proposal>> snapshots = new LinkedHashMap<>();
        private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
        Zab zab;
        long delivered;
        boolean serving;
        boolean resigned;
        boolean left;
        boolean holds;
        boolean canLocate = true;
        boolean holdsDisk;
        boolean admitted;
        int durable;
        private boolean stopped;

        Server(long sid) {
            this.sid = sid;
        }

        Ensemble ensemble() {
            return Ensemble.this;
        }

        long lastLogged() {
            return log.isEmpty() ? 0 : log.getLast().zxid();
        }

        List<Long> zxids() {
            return log.stream().map(QuorumMessage.Proposal::zxid).toList();
        }

        long propose() {
            long zxid = zab.nextZxid();
            zab.propose(zxid, bytes(zxid));
            return zxid;
        }

        /** What was asked of the disk is done. */
        void sync() {
            if (!stopped && !holdsDisk) {
                if (durable < log.size()) {
                    durable = log.size();
                    long last = lastLogged();
                    events.add(() -> zab.durable(last));
                }
                while (!steps.isEmpty()) {
                    events.add(steps.remove());
                }
            }
        }

        @Override
        public void vote(long to, Notification notification) {
            events.add(() -> {
                Server other = servers.get(to);
                if (other != null && !stopped) {
                    other.zab.onVote(sid, notification);
                }
            });
        }

        @Override
        public void dialVoters() {}

        @Override
        public void dialLeader(long leader) {
            events.add(() -> {
                Server other = servers.get(leader);
                if (other == null) {
                    zab.onDialFailed(leader);
                    return;
                }
                TestLink here = new TestLink(this);
                TestLink there = new TestLink(other);
                here.other = there;
                there.other = here;
                other.zab.onAccepted(there);
                zab.onDialed(leader, here);
            });
        }

        @Override
        public long sendSnapshot(Link link) {
            long z = delivered;
            link.send(new QuorumMessage.Snap(z));
            TestLink here = (TestLink) link;
            List<QuorumMessage.Proposal> state =
                    log.stream().filter(proposal -> proposal.zxid() <= z).toList();
            here.deliver(() -> {
                here.other.owner.snapshots.put(here.other, state);
                here.other.owner.zab.onSnapshotReceived(here.other);
            });
            return z;
        }

        @Override
        public void locate(Link link, long zxid) {
            long found =
                    canLocate
                            ? log.stream()
                                    .mapToLong(QuorumMessage.Proposal::zxid)
                                    .filter(z -> z <= zxid)
                                    .max()
                                    .orElse(-1)
                            : -1;
            events.add(() -> zab.onLocated(link, found));
        }

        @Override
        public void storeAcceptedEpoch(long epoch) {
            steps.add(() -> zab.onAcceptedEpochStored(epoch));
        }

        @Override
        public void storeCurrentEpoch(long epoch) {
            steps.add(() -> zab.onCurrentEpochStored(epoch));
        }

        @Override
        public void truncate(long zxid) {
            steps.add(() -> {
                boolean has = zxid == 0 || zxids().contains(zxid);
                if (has) {
                    log.removeIf(proposal -> proposal.zxid() > zxid);
                    durable = log.size();
                    delivered = Math.min(delivered, zxid);
                }
                zab.onTruncated(has);
            });
        }

        @Override
        public void installSnapshot(Link link, long zxid) {
            List<QuorumMessage.Proposal> state = snapshots.get(link);
            steps.add(() -> {
                log.clear();
                log.addAll(state);
                durable = log.size();
                delivered = zxid;
                zab.onSnapshotInstalled(zxid);
            });
        }

        @Override
        public void comparableAfter(long zxid) {
            // There are no digests here.
        }

        @Override
        public void hold() {
            holds = true;
        }

        @Override
        public void admit() {
            steps.add(() -> {
                admitted = true;
                zab.onAdmitted();
            });
        }

        @Override
        public void role(Role role) {
            roles.add(role);
            serving = false;
        }

        @Override
        public void serve(long leader, long epoch) {
            serving = true;
        }

        @Override
        public void fromLearner(Link link, long from, QuorumMessage message) {
            fromLearners.add(message);
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
            resigned = true;
        }

        @Override
        public void left() {
            left = true;
        }

        @Override
        public void append(long zxid, byte[] txn) {
            log.add(new QuorumMessage.Proposal(zxid, txn));
        }

        @Override
        public void deliverEarly(long zxid) {
            deliver(zxid);
        }

        @Override
        public void deliver(long zxid) {
            delivered = zxid;
        }

        @Override
        public void reached(long token) {
            reached.add(token);
        }
    }

    /** Those that serve. */
    Set<Long> serving() {
        Set<Long> sids = new TreeSet<>();
        servers.forEach((sid, server) -> {
            if (server.serving) {
                sids.add(sid);
            }
        });
        return sids;
    }
}
