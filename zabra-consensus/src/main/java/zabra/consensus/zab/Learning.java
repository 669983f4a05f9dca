package zabra.consensus.zab;

import java.util.ArrayDeque;
import java.util.List;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.ObserverInfo;
import zabra.protocol.quorum.QuorumMessage.Ping;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.Revalidated;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.protocol.quorum.QuorumMessage.Sync;
import zabra.protocol.quorum.QuorumMessage.Trunc;
import zabra.protocol.quorum.QuorumMessage.UpToDate;

/**
 * A follower or an observer: finds its leader, promises its epoch, takes its history, and lives by
 * it. Whatever the leader does wrong, or its silence, ends the phase.
 *
 * <p>The order that keeps what is committed from getting lost: the initial history durable, then
 * the current epoch, then the acknowledgement of NEWLEADER.
 */
final class Learning implements Phase {
    private final Member member;
    private final History history;
    private final long leader;

    /** What came while a truncation, or the state, was on its way to the disk. */
    private final ArrayDeque<QuorumMessage> waiting = new ArrayDeque<>();

    private LearningStage stage = LearningStage.DIALING;
    private Dialing dialing;
    private Link link;
    private long heardAt;
    private long lastSignOfLife;
    private long epoch;
    private boolean ranges;

    /**
     * A truncation failed: this server's history is no part of the leader's, it needs the state.
     */
    private boolean needsState;

    private long reach;
    private long snapshot = -1;
    private Proposals proposals;
    private boolean storing;
    private long acked;

    Learning(Member member, long leader) {
        this.member = member;
        this.history = member.history();
        this.leader = leader;
    }

    void start() {
        dialAnew();
    }

    private void dialAnew() {
        stage = LearningStage.DIALING;
        dialing = new Dialing(member, leader);
        dialing.dial();
    }

    void dialed(long whom, Link connected) {
        if (whom != leader || stage != LearningStage.DIALING) {
            connected.close();
            return;
        }
        link = connected;
        heardAt = member.now();
        stage = LearningStage.INTRODUCED;
        LearnerInfo info =
                LearnerInfo.withRanges(
                        member.options().sid(), member.options().membership().version());
        link.send(
                member.options().observer()
                        ? new ObserverInfo(history.acceptedEpoch(), info)
                        : new FollowerInfo(history.acceptedEpoch(), info));
    }

    void dialFailed(long whom) {
        if (whom != leader || stage != LearningStage.DIALING) {
            return;
        }
        if (!dialing.failed()) {
            member.look("cannot connect to leader " + leader);
        }
    }

    boolean isServing() {
        return stage == LearningStage.SERVING;
    }

    void toLeader(QuorumMessage message) {
        if (isServing()) {
            link.send(message);
        }
    }

    @Override
    public void close() {
        stage = LearningStage.OVER;
        waiting.clear();
        if (link != null) {
            link.close();
            link = null;
        }
    }

    @Override
    public void accepted(Link stranger) {
        // Whoever believes that this server leads is wrong.
        stranger.close();
    }

    @Override
    public void closed(Link lost) {
        if (!lost.equals(link)) {
            return;
        }
        link = null;
        if (stage == LearningStage.INTRODUCED) {
            // What is between us may accept in the place of a leader that does not listen yet.
            stage = LearningStage.DIALING;
            dialFailed(leader);
        } else {
            member.look("leader " + leader + " is gone");
        }
    }

    @Override
    public void message(Link from, QuorumMessage message) {
        if (!from.equals(link)) {
            return;
        }
        heardAt = member.now();
        if (stage == LearningStage.TRUNCATING || stage == LearningStage.INSTALLING) {
            waiting.add(message);
            return;
        }
        try {
            handle(message);
        } catch (Breach breach) {
            breach(breach);
        }
    }

    @Override
    public void progress(Link on) {
        if (on.equals(link)) {
            heardAt = member.now();
        }
    }

    private void breach(Breach breach) {
        member.look("leader " + leader + ": " + breach.getMessage());
    }

    private void handle(QuorumMessage message) throws Breach {
        switch (stage) {
            case INTRODUCED -> onLeaderInfo(message);
            case PROMISED -> onFirst(message);
            case SYNCHRONIZING, STORING, SYNCHRONIZED -> onSynchronizing(message);
            case SERVING -> onServing(message);
            case DIALING, PROMISING, TRUNCATING, RECEIVING, INSTALLING, OVER ->
                    throw unexpected(message);
        }
    }

    private Breach unexpected(QuorumMessage message) {
        return new Breach(message.getClass().getSimpleName() + " while " + stage);
    }

    // ---- discovery

    private void onLeaderInfo(QuorumMessage message) throws Breach {
        if (!(message instanceof LeaderInfo info)) {
            throw unexpected(message);
        }
        epoch = info.epoch();
        ranges = info.ranges();
        long accepted = history.acceptedEpoch();
        if (epoch <= 0
                || epoch > Member.EPOCH_MAX
                || info.protocolVersion() < LearnerInfo.PROTOCOL_VERSION) {
            throw new Breach("epoch " + epoch + ", protocol " + info.protocolVersion());
        }
        if (epoch > accepted) {
            stage = LearningStage.PROMISING;
            history.storeAcceptedEpoch(epoch);
            return;
        }
        // The promise of a server that has no vote counts nowhere, so it may go back on one.
        long least =
                member.options().isVoter()
                        ? accepted
                        : Math.max(history.currentEpoch(), Zxid.epoch(history.lastLogged()));
        if (epoch < least) {
            throw new Breach("epoch " + epoch + ", accepted is " + accepted);
        }
        // A promise given before counts no more, so the true end of the log need not be said.
        promised(needsState ? 0 : history.lastLogged(), AckEpoch.ALREADY_ACCEPTED);
    }

    private void promised(long lastZxid, int currentEpoch) {
        stage = LearningStage.PROMISED;
        link.send(new AckEpoch(lastZxid, currentEpoch));
    }

    // ---- synchronization

    private void onFirst(QuorumMessage message) throws Breach {
        switch (message) {
            case Diff(long zxid) -> {
                if (needsState || history.lastLogged() < 0) {
                    throw new Breach("DIFF to a server without a history of the leader's");
                }
                reach = zxid;
                synchronize();
            }
            case Trunc(long zxid) -> {
                if (zxid < 0 || zxid > history.lastLogged()) {
                    throw new Breach(
                            "TRUNC to "
                                    + Zxid.toString(zxid)
                                    + ", last is "
                                    + Zxid.toString(history.lastLogged()));
                }
                stage = LearningStage.TRUNCATING;
                history.truncate(zxid);
            }
            case Snap(long zxid) -> {
                if (zxid < 0 || Zxid.epoch(zxid) > epoch) {
                    throw new Breach("SNAP of " + Zxid.toString(zxid) + " in epoch " + epoch);
                }
                snapshot = zxid;
                stage = LearningStage.RECEIVING;
            }
            default -> throw unexpected(message);
        }
    }

    void snapshotReceived(Link from) {
        if (from.equals(link) && stage == LearningStage.RECEIVING) {
            heardAt = member.now();
            stage = LearningStage.INSTALLING;
            history.install(link, snapshot, ranges);
        }
    }

    private void synchronize() {
        stage = LearningStage.SYNCHRONIZING;
        proposals = new Proposals(history, epoch, ranges, snapshot);
    }

    private void onSynchronizing(QuorumMessage message) throws Breach {
        switch (message) {
            case Proposal m -> proposals.propose(m);
            case Commit(long zxid) -> proposals.commit(zxid);
            case Inform m -> inform(m);
            case NewLeader(long started, _) when stage == LearningStage.SYNCHRONIZING -> {
                if (started != epoch) {
                    throw new Breach("NEWLEADER of " + started + " in epoch " + epoch);
                }
                proposals.hold(reach);
                stage = LearningStage.STORING;
                store();
            }
            case UpToDate _ when stage == LearningStage.SYNCHRONIZED -> serve();
            // Not answered before all is in order: the leader would take it for more.
            case Ping _, Sync _, Revalidated _ -> {}
            default -> throw unexpected(message);
        }
    }

    private void inform(Inform m) throws Breach {
        if (!member.options().observer()) {
            throw unexpected(m);
        }
        proposals.propose(new Proposal(m.zxid(), m.txn()));
        proposals.commit(m.zxid());
    }

    /** History, then epoch, then acknowledgement. */
    private void store() {
        if (storing || !history.isDurable()) {
            return;
        }
        if (history.currentEpoch() < epoch) {
            storing = true;
            history.storeCurrentEpoch(epoch);
        } else {
            acknowledgeNewLeader();
        }
    }

    private void acknowledgeNewLeader() {
        stage = LearningStage.SYNCHRONIZED;
        link.send(new Ack(Zxid.of(epoch, 0)));
    }

    // ---- broadcast

    private void serve() {
        stage = LearningStage.SERVING;
        link.send(new Ack(Zxid.of(epoch, 0)));
        acked = history.lastLogged();
        proposals.confirm();
        member.established(epoch);
        member.effects().serve(leader, epoch);
        proposals.goLive();
    }

    private void onServing(QuorumMessage message) throws Breach {
        switch (message) {
            case Proposal m -> proposals.propose(m);
            case Commit(long zxid) -> proposals.commit(zxid);
            case Inform m -> inform(m);
            case Ping(long zxid) -> link.send(new PingReply(zxid, member.effects().touches()));
            case Sync _, Revalidated _ -> member.effects().fromLeader(message);
            default -> throw unexpected(message);
        }
    }

    @Override
    public void durable() {
        switch (stage) {
            case STORING -> store();
            case SERVING -> acknowledge();
            default -> {}
        }
    }

    private void acknowledge() {
        if (member.options().observer()) {
            return;
        }
        long durable = history.durable();
        if (ranges && durable > acked) {
            acked = durable;
            link.send(new Ack(durable));
        }
        while (acked < durable) {
            acked = Zxid.epoch(acked) == epoch ? acked + 1 : Zxid.of(epoch, 1);
            link.send(new Ack(acked));
        }
    }

    @Override
    public void stored(boolean done) {
        heardAt = member.now();
        switch (stage) {
            case PROMISING -> promised(history.lastLogged(), (int) history.currentEpoch());
            case TRUNCATING -> {
                if (done) {
                    synchronize();
                    handleWaiting();
                } else {
                    needsState = true;
                    waiting.clear();
                    link.close();
                    link = null;
                    dialAnew();
                }
            }
            case INSTALLING -> {
                needsState = false;
                synchronize();
                handleWaiting();
            }
            case STORING -> acknowledgeNewLeader();
            default -> throw new IllegalStateException("a durable step was done while " + stage);
        }
    }

    private void handleWaiting() {
        try {
            while (!waiting.isEmpty()) {
                handle(waiting.remove());
            }
        } catch (Breach breach) {
            breach(breach);
        }
    }

    // ---- time

    @Override
    public void time() {
        if (member.isOver(deadline())) {
            member.look(
                    stage == LearningStage.DIALING
                            ? "no connection to leader " + leader
                            : "leader " + leader + " is silent while " + stage);
        } else if (stage == LearningStage.DIALING && dialing.nextAt() <= member.now()) {
            dialing.dial();
        } else if (signOfLifeAt() <= member.now()) {
            // What the disk does may take long: the leader is not to give up on it.
            lastSignOfLife = member.now();
            link.send(new PingReply(0, List.of()));
        }
    }

    private long signOfLifeAt() {
        return ranges && stage.isSynchronizingWork()
                ? lastSignOfLife + member.ticks(1)
                : Learners.NEVER;
    }

    private long deadline() {
        return switch (stage) {
            case DIALING -> dialing.endsAt();
            case SERVING -> heardAt + member.ticks(member.options().syncLimit());
            // Until UPTODATE a leader need not speak.
            default ->
                    stage.isOwnWork()
                            ? Learners.NEVER
                            : heardAt + member.ticks(member.options().initLimit());
        };
    }

    @Override
    public long nextMillis() {
        long next = Math.min(deadline(), signOfLifeAt());
        return stage == LearningStage.DIALING ? Math.min(next, dialing.nextAt()) : next;
    }

    @Override
    public long leader() {
        return leader;
    }
}
