package zabra.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;
import zabra.consensus.zab.ZabOptions;
import zabra.consensus.zab.ZabState;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.Outcome;
import zabra.peer.ensemble.Ensemble;
import zabra.peer.ensemble.EnsemblePort;
import zabra.peer.ensemble.MemberOptions;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.ConnectResponse;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;

/**
 * Whole peers joined by a network that is quick and faithful, on disks that are, too: all on the
 * test's thread. Logs are not read again: who misses something is sent the state.
 */
final class Members {
    static final int TICK = 2000;

    private final Map<Long, One> all = new TreeMap<>();
    private final ArrayDeque<Runnable> network = new ArrayDeque<>();
    private final Membership membership;
    private final MemberOptions clients;

    Members(int size, MemberOptions clients) {
        this.clients = clients;
        List<Member> members = new ArrayList<>();
        for (long sid = 1; sid <= size; sid++) {
            members.add(Member.parse(sid, "host" + sid + ":1:2:participant"));
        }
        membership = Membership.majority(0, members);
    }

    /** Three that serve. */
    static Members three(MemberOptions clients) {
        return serving(3, clients);
    }

    static Members serving(int size, MemberOptions clients) {
        Members members = new Members(size, clients);
        for (long sid = 1; sid <= size; sid++) {
            members.start(sid);
        }
        members.pass(1_000);
        return members;
    }

    One start(long sid) {
        One one = new One(sid);
        all.put(sid, one);
        one.harness.run();
        all.values()
                .forEach(other -> {
                    if (other != one) {
                        one.harness.peer.ensemble().reachable(other.sid, true);
                        other.harness.peer.ensemble().reachable(sid, true);
                    }
                });
        return one;
    }

    One member(long sid) {
        return all.get(sid);
    }

    One leader() {
        return all.values().stream()
                .filter(one -> one.harness.peer.view().leader() == one.sid)
                .findFirst()
                .orElseThrow();
    }

    /** All but the leader. */
    List<One> followers() {
        return all.values().stream().filter(one -> one != leader()).toList();
    }

    One follower() {
        return followers().getFirst();
    }

    /** The process ends. */
    void end(One one) {
        all.remove(one.sid);
        List.copyOf(one.links).forEach(MemoryLink::close);
        all.values().forEach(other -> other.harness.peer.ensemble().reachable(one.sid, false));
        settle();
    }

    /** Everything happens that is due now; the disks do what they were asked to. */
    void settle() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (One one : List.copyOf(all.values())) {
                one.harness.run();
                worked |= one.disk();
            }
            Runnable next;
            while ((next = network.poll()) != null) {
                worked = true;
                next.run();
            }
        }
    }

    /** A part of that. */
    void step() {
        for (One one : List.copyOf(all.values())) {
            one.harness.run();
            one.disk();
        }
        for (int due = network.size(); due > 0; due--) {
            network.remove().run();
        }
    }

    void pass(int millis) {
        for (int i = 0; i < millis; i += 10) {
            all.values().forEach(one -> one.harness.millis += 10);
            settle();
        }
    }

    /** A client of that server with an open session. */
    PeerHarness.Client connect(One one) {
        PeerHarness.Client client = one.harness.new Client();
        client.connect(0, new byte[16]);
        settle();
        ConnectResponse response = ConnectResponse.read(client.frames().getFirst());
        client.sessionId = response.sessionId();
        client.password = response.password();
        return client;
    }

    /** One of them. */
    final class One implements EnsemblePort {
        final long sid;
        final PeerHarness harness;
        private final List<MemoryLink> links = new ArrayList<>();

        /** Whether its disk does nothing. */
        boolean holdsDisk;

        /** The states that it was sent and has installed. */
        int installed;

        /** Whether its answers to syncs are lost, and nothing else. */
        boolean answersNoSync;

        private final ArrayDeque<Runnable> unsent = new ArrayDeque<>();
        private boolean slow;

        private One(long sid) {
            this.sid = sid;
            boolean alwaysSnapshot = true;
            ZabOptions options =
                    new ZabOptions(
                            sid,
                            membership,
                            false,
                            TICK,
                            10,
                            5,
                            500,
                            8L << 20,
                            alwaysSnapshot,
                            200,
                            ZabOptions.COUNTER_MAX);
            Ensemble ensemble = new Ensemble(options, new ZabState(0, 0, 0, 0), this, clients);
            harness = new PeerHarness(PeerOptions.defaults(TICK), (int) sid, ensemble);
        }

        /** What it sends on its links from now on is on its way until {@link #arrives}. */
        void sendsSlowly() {
            slow = true;
        }

        void arrives() {
            slow = false;
            network.addAll(unsent);
            unsent.clear();
        }

        private boolean disk() {
            FakeJournal journal = harness.journal;
            if (holdsDisk || (journal.flushed.isEmpty() && journal.steps.isEmpty())) {
                return false;
            }
            if (!journal.flushed.isEmpty()) {
                harness.peer.replica().durable(journal.last());
                journal.flushed.clear();
            }
            List<DurableStep> steps = List.copyOf(journal.steps);
            journal.steps.clear();
            for (DurableStep step : steps) {
                installed += step instanceof DurableStep.Install ? 1 : 0;
                harness.peer.replica().performed(step, new Outcome(true, null));
            }
            return true;
        }

        @Override
        public void sendVote(long to, Notification notification) {
            network.add(() -> {
                if (all.containsKey(to)) {
                    all.get(to).harness.peer.ensemble().vote(sid, notification);
                }
            });
        }

        @Override
        public void dialVoters() {}

        @Override
        public void dialLeader(long leader) {
            network.add(() -> {
                One other = all.get(leader);
                if (other == null) {
                    harness.peer.ensemble().dialFailed(leader);
                    return;
                }
                MemoryLink here = new MemoryLink(this);
                MemoryLink there = new MemoryLink(other);
                here.other = there;
                there.other = here;
                other.harness.peer.ensemble().accepted(there);
                harness.peer.ensemble().dialed(leader, here);
            });
        }

        @Override
        public void locate(PeerLink link, long zxid) {
            network.add(() -> harness.peer.ensemble().located(link, -1));
        }

        @Override
        public void flush() {}
    }

    private final class MemoryLink implements PeerLink {
        private final One owner;
        private MemoryLink other;
        private boolean closed;

        private MemoryLink(One owner) {
            this.owner = owner;
            owner.links.add(this);
        }

        @Override
        public void send(QuorumMessage message) {
            if (owner.answersNoSync && message instanceof QuorumMessage.Sync) {
                return;
            }
            deliver(() -> other.owner.harness.peer.ensemble().messages(other, List.of(message)));
        }

        private void deliver(Runnable arrival) {
            (owner.slow ? owner.unsent : network)
                    .add(() -> {
                        if (!closed && !other.closed) {
                            arrival.run();
                        }
                    });
        }

        @Override
        public void sendHistory(long after, long upTo) {
            throw new IllegalStateException("no history is sent here");
        }

        @Override
        public void sendSnapshot(StateImage image) {
            DataTree state = new DataTree(TreeOptions.DEFAULT);
            image.accept(state.load(image.lastZxid()));
            send(new QuorumMessage.Snap(image.lastZxid()));
            deliver(() -> other.owner.harness.peer.ensemble().snapshotReceived(other, state));
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                network.add(() -> {
                    if (!other.closed) {
                        other.closed = true;
                        other.owner.harness.peer.ensemble().closed(other);
                    }
                });
            }
        }

        @Override
        public String remoteAddress() {
            return "server " + other.owner.sid;
        }
    }
}
