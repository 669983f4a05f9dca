package zabra.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import zabra.consensus.zab.EnsembleEffects;
import zabra.consensus.zab.Link;
import zabra.consensus.zab.Role;
import zabra.consensus.zab.Zab;
import zabra.consensus.zab.ZabOptions;
import zabra.consensus.zab.ZabState;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.Outcome;
import zabra.peer.ensemble.EnsembleInbox;
import zabra.peer.ensemble.EnsemblePort;
import zabra.peer.ensemble.MemberView;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.SessionTouch;
import zabra.tree.DataTree;

/**
 * One server as a member of an ensemble: drives the Zab machine with what comes from the other
 * servers and from the disk, and does what it asks for. Replica thread only, but for {@link #inbox}
 * and {@link #view}.
 */
final class Member implements EnsembleEffects, Uplink {
    private final Replica replica;
    private final DataTree tree;
    private final TreeLock treeLock;
    private final Journal journal;
    private final SnapshotSchedule snapshots;
    private final Sessions sessions;
    private final Answers answers;
    private final Barriers barriers;
    private final EnsemblePort port;
    private final PeerEvents events;
    private final Zab zab;
    private final long sid;

    /** States received on links and not yet installed. */
    private final Map<Link, DataTree> received = new LinkedHashMap<>();

    private final CompletableFuture<Void> resigned = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private Requests requests;
    private boolean started;
    private volatile MemberView view = MemberView.LOOKING;

    Member(
            Replica replica,
            DataTree tree,
            TreeLock treeLock,
            Journal journal,
            SnapshotSchedule snapshots,
            Sessions sessions,
            Answers answers,
            Barriers barriers,
            EnsemblePort port,
            PeerEvents events,
            ZabOptions options,
            ZabState state) {
        this.replica = replica;
        this.tree = tree;
        this.treeLock = treeLock;
        this.journal = journal;
        this.snapshots = snapshots;
        this.sessions = sessions;
        this.answers = answers;
        this.barriers = barriers;
        this.port = port;
        this.events = events;
        this.sid = options.sid();
        this.zab = new Zab(options, state, this);
    }

    Zab zab() {
        return zab;
    }

    void connect(Requests to) {
        requests = to;
    }

    /** What this member is at the moment. Any thread. */
    MemberView view() {
        return view;
    }

    // ---- the replica's turn

    void time(long nowMillis) {
        zab.time(nowMillis);
        if (!started) {
            started = true;
            zab.start();
        }
    }

    long nextMillis() {
        return zab.nextMillis();
    }

    /** The turn is over. */
    void flush() {
        port.flush();
    }

    /** Completes when leadership is handed over, or cannot be. Any thread. */
    CompletableFuture<Void> resign() {
        replica.execute(zab::resign);
        return resigned;
    }

    /** Completes when this server may stop. Any thread. */
    CompletableFuture<Void> leave() {
        replica.execute(() -> {
            if (requests.mode() != Mode.IDLE) {
                requests.leave();
            }
            zab.leave();
        });
        return left;
    }

    @Override
    public void toLeader(QuorumMessage message) {
        zab.toLeader(message);
    }

    void performed(DurableStep step, Outcome outcome) {
        switch (step) {
            case DurableStep.AcceptedEpoch(long epoch) -> zab.onAcceptedEpochStored(epoch);
            case DurableStep.CurrentEpoch(long epoch) -> zab.onCurrentEpochStored(epoch);
            case DurableStep.Truncate(long zxid, _) -> {
                if (outcome.done()) {
                    answers.truncate(zxid);
                }
                if (outcome.reloaded() != null) {
                    replaceTree(outcome.reloaded());
                }
                zab.onTruncated(outcome.done());
            }
            case DurableStep.Install(long zxid, DataTree installed, _) -> {
                replaceTree(installed);
                zab.onSnapshotInstalled(zxid);
            }
            case DurableStep.Admit _ -> zab.onAdmitted();
        }
    }

    private void replaceTree(DataTree other) {
        // No watch sees what happened between the two states: whoever comes again asks.
        letHeldGo();
        long stamp = treeLock.writeLock();
        try {
            tree.become(other);
        } finally {
            treeLock.unlockWrite(stamp);
        }
        answers.replaced();
        sessions.matchState();
    }

    /** The state may change in a way that clients held between two leaders must not see. */
    private void letHeldGo() {
        if (requests.mode() == Mode.HOLDING) {
            requests.stopServing();
        }
    }

    // ---- what the machine asks for

    @Override
    public void admit() {
        journal.perform(new DurableStep.Admit());
    }

    @Override
    public void append(long zxid, byte[] txn) {
        journal.append(zxid, txn);
        snapshots.logged(txn.length);
        answers.append(requests.logged(zxid, txn));
        if (requests.mode() == Mode.PRIMARY) {
            events.proposed(txn.length);
        }
    }

    @Override
    public void deliver(long zxid) {
        answers.deliver(zxid);
    }

    @Override
    public void deliverEarly(long zxid) {
        // Who hands over by word has nothing to send: this is an election, and no blink.
        letHeldGo();
        answers.deliver(zxid);
    }

    @Override
    public void reached(long token) {
        barriers.reached(token);
    }

    @Override
    public void vote(long to, Notification notification) {
        port.sendVote(to, notification);
    }

    @Override
    public void dialVoters() {
        port.dialVoters();
    }

    @Override
    public void dialLeader(long leader) {
        port.dialLeader(leader);
    }

    @Override
    public long sendSnapshot(Link link) {
        // The newest state there is: the less has to follow it.
        replica.settle();
        ((PeerLink) link).sendSnapshot(tree.image());
        return tree.lastZxid();
    }

    @Override
    public void locate(Link link, long zxid) {
        port.locate((PeerLink) link, zxid);
    }

    @Override
    public void storeAcceptedEpoch(long epoch) {
        journal.perform(new DurableStep.AcceptedEpoch(epoch));
    }

    @Override
    public void storeCurrentEpoch(long epoch) {
        journal.perform(new DurableStep.CurrentEpoch(epoch));
    }

    @Override
    public void truncate(long zxid) {
        journal.perform(new DurableStep.Truncate(zxid, tree.lastZxid() > zxid));
    }

    @Override
    public void installSnapshot(Link link, long zxid) {
        DataTree installed = received.remove(link);
        if (installed == null) {
            throw new IllegalStateException("no state was received on " + link);
        }
        boolean exact = answers.comparableAfter() <= zxid;
        journal.perform(new DurableStep.Install(zxid, installed, exact));
    }

    @Override
    public void comparableAfter(long zxid) {
        answers.comparableAfter(zxid);
    }

    @Override
    public void role(Role role) {
        boolean holds = requests.mode() == Mode.HOLDING && role != Role.LOOKING;
        if (requests.mode() != Mode.IDLE && !holds) {
            requests.stopServing();
        }
        if (role == Role.LOOKING) {
            requests.lookForLeader();
        }
        show(new MemberView(role, false, zab.leader(), zab.currentEpoch()));
    }

    @Override
    public void serve(long leader, long epoch) {
        // The leader prepares against the tree, so what it brings along must be in it.
        replica.settle();
        requests.serve(leader == sid ? Mode.PRIMARY : Mode.LEARNER);
        show(new MemberView(zab.role(), true, leader, epoch));
    }

    private void show(MemberView changed) {
        view = changed;
        events.memberChanged(changed, zab.lookingBecause());
    }

    @Override
    public void fromLearner(Link link, long from, QuorumMessage message) {
        switch (message) {
            case QuorumMessage.Request request -> requests.forwarded(link, request);
            case QuorumMessage.Revalidate ask ->
                    link.send(
                            new QuorumMessage.Revalidated(
                                    ask.sessionId(), sessions.revalidate(ask, link)));
            default -> throw new IllegalStateException(message + " from learner " + from);
        }
    }

    @Override
    public void touched(Link link, List<SessionTouch> touches) {
        sessions.touched(touches);
    }

    @Override
    public void learnerGone(Link link) {
        // Its sessions live on until another learner speaks for them, or they expire.
    }

    @Override
    public void fromLeader(QuorumMessage message) {
        switch (message) {
            case QuorumMessage.Revalidated(long sessionId, boolean valid) ->
                    sessions.revalidated(sessionId, valid);
            case QuorumMessage.Sync _ -> answers.syncReached();
            default -> throw new IllegalStateException(message + " from the leader");
        }
    }

    @Override
    public List<SessionTouch> touches() {
        return sessions.touches();
    }

    @Override
    public void hold() {
        // What is left open after this was never proposed.
        replica.settle();
        answers.giveUpSyncs();
        requests.hold();
    }

    @Override
    public void resigned() {
        resigned.complete(null);
    }

    @Override
    public void left() {
        requests.stopServing();
        left.complete(null);
    }

    /** Where the port to the other servers reports. */
    EnsembleInbox inbox() {
        return new Inbox();
    }

    /** Brings what the port reports to the replica thread. */
    private final class Inbox implements EnsembleInbox {
        @Override
        public void vote(long from, Notification notification) {
            replica.execute(() -> zab.onVote(from, notification));
        }

        @Override
        public void reachable(long server, boolean reachable) {
            replica.execute(() -> zab.onReachable(server, reachable));
        }

        @Override
        public void accepted(PeerLink link) {
            replica.execute(() -> zab.onAccepted(link));
        }

        @Override
        public void dialed(long leader, PeerLink link) {
            replica.execute(() -> zab.onDialed(leader, link));
        }

        @Override
        public void dialFailed(long leader) {
            replica.execute(() -> zab.onDialFailed(leader));
        }

        @Override
        public void messages(PeerLink link, List<QuorumMessage> messages) {
            Runnable turn =
                    () -> {
                        for (int i = 0; i < messages.size(); i++) {
                            zab.onMessage(link, messages.get(i));
                        }
                        link.processed();
                    };
            replica.bring(new Inbound.Task(turn), messages.size());
        }

        @Override
        public void progress(PeerLink link) {
            replica.execute(() -> zab.onProgress(link));
        }

        @Override
        public void snapshotReceived(PeerLink link, DataTree state) {
            replica.execute(() -> {
                received.put(link, state);
                zab.onSnapshotReceived(link);
                // Where the machine wanted it, it has taken it.
                received.remove(link);
            });
        }

        @Override
        public void closed(PeerLink link) {
            replica.execute(() -> zab.onClosed(link));
        }

        @Override
        public void located(PeerLink link, long found) {
            replica.execute(() -> zab.onLocated(link, found));
        }
    }
}
