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
import zabra.protocol.quorum.QuorumMessage.HandOver;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Ping;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Prepare;
import zabra.protocol.quorum.QuorumMessage.Prepared;
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
    private final Succession succession;
    private final Hearing hearing;

    /** As a voter does that may have lost what it had: until it has all it counts for nothing. */
    private final boolean observes;

    /** What came while a truncation, or the state, was on its way to the disk. */
    private final ArrayDeque<QuorumMessage> waiting = new ArrayDeque<>();

    private LearningStage stage = LearningStage.DIALING;
    private Dialing dialing;
    private Link link;
    private long epoch;
    private boolean ranges;

    /** An epoch that is kept for this leader: promised to nobody else, if it is on disk; or 0. */
    private long reserved;

    /** Whether another one leads still: what this one says is heard later. */
    private boolean prospective;

    /**
     * A truncation failed: this server's history is no part of the leader's, it needs the state.
     */
    private boolean needsState;

    private long reach;
    private long snapshot = -1;
    private Proposals proposals;
    private boolean storing;
    private Acknowledgements acknowledgements;

    Learning(Member member, long leader, long reserved) {
        this.member = member;
        this.history = member.history();
        this.leader = leader;
        this.succession = new Succession(member, leader);
        this.hearing = new Hearing(member);
        this.reserved = reserved;
        observes = member.options().observer() || !history.isVoting();
    }

    void start() {
        dialAnew();
    }

    /** Connects, and waits until the leader does lead; see {@link Prospect}. */
    void prepare() {
        prospective = true;
        dialAnew();
    }

    /** It leads: goes on. */
    void begin() {
        prospective = false;
        hearing.heard();
        handleWaiting();
    }

    private void fail(String why) {
        if (prospective) {
            member.prospects().expectNobody();
        } else {
            member.look("leader " + leader + why);
        }
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
        hearing.heard();
        stage = LearningStage.INTRODUCED;
        link.send(Introduction.by(member.options(), history.acceptedEpoch(), observes));
    }

    void dialFailed(long whom) {
        if (whom != leader || stage != LearningStage.DIALING) {
            return;
        }
        if (!dialing.failed()) {
            fail(" cannot be reached");
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
            fail(" is gone");
        }
    }

    @Override
    public void message(Link from, QuorumMessage message) {
        if (!from.equals(link)) {
            return;
        }
        hearing.heard();
        if (prospective || stage == LearningStage.TRUNCATING || stage == LearningStage.INSTALLING) {
            waiting.add(message);
            return;
        }
        try {
            handle(message);
        } catch (Breach breach) {
            fail(": " + breach.getMessage());
        }
    }

    @Override
    public void progress(Link on) {
        if (on.equals(link)) {
            hearing.heard();
        }
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
        if (epoch == accepted && epoch == reserved) {
            stage = LearningStage.PROMISING;
            promise();
            return;
        }
        // The promise of a server that has no vote counts nowhere, so it may go back on one.
        long least =
                member.options().isVoter() && !observes
                        ? accepted
                        : Math.max(history.currentEpoch(), Zxid.epoch(history.lastLogged()));
        if (epoch < least) {
            throw new Breach("epoch " + epoch + ", accepted is " + accepted);
        }
        // A promise given before counts no more, so the true end of the log need not be said.
        promised(needsState ? 0 : history.lastLogged(), AckEpoch.ALREADY_ACCEPTED);
    }

    /** The promise is on disk; it says what history is, too. */
    private void promise() {
        if (stage == LearningStage.PROMISING && history.isSettled()) {
            reserved = 0;
            promised(history.lastLogged(), (int) history.currentEpoch());
        }
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
            hearing.heard();
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
            case Inform m when observes -> proposals.inform(m);
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
        if (member.options().isVoter() && !history.isVoting()) {
            proposals.confirm();
            history.admit();
            member.look("has all that leader " + leader + " has, and may vote");
            return;
        }
        stage = LearningStage.SERVING;
        link.send(new Ack(Zxid.of(epoch, 0)));
        acknowledgements =
                new Acknowledgements(link, epoch, ranges, member.options(), history.lastLogged());
        proposals.confirm();
        member.voting().established(epoch);
        member.effects().serve(leader, epoch);
        proposals.goLive();
    }

    private void onServing(QuorumMessage message) throws Breach {
        switch (message) {
            case Proposal m -> proposals.propose(m);
            case Commit(long zxid) -> proposals.commit(zxid);
            case Inform m when observes -> proposals.inform(m);
            case Ping(long zxid) -> link.send(new PingReply(zxid, member.effects().touches()));
            case Sync _, Revalidated _ -> member.effects().fromLeader(message);
            case Prepare m when ranges -> succession.prepare(m, epoch);
            case HandOver m when ranges -> succession.handOver(m);
            default -> throw unexpected(message);
        }
    }

    @Override
    public void durable() {
        switch (stage) {
            case PROMISING -> promise();
            case STORING -> store();
            case SERVING -> acknowledgements.durable(history.durable());
            default -> {}
        }
    }

    @Override
    public void stored(boolean done) {
        hearing.heard();
        switch (stage) {
            case PROMISING -> promise();
            case SERVING -> link.send(new Prepared(history.acceptedEpoch()));
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
            fail(": " + breach.getMessage());
        }
    }

    // ---- time

    @Override
    public void time() {
        if (member.isOver(hearing.deadline(stage, dialing))) {
            fail(stage == LearningStage.DIALING ? " does not answer" : " is silent while " + stage);
        } else if (stage == LearningStage.DIALING && dialing.nextAt() <= member.now()) {
            dialing.dial();
        } else if (hearing.signOfLifeAt(stage, ranges) <= member.now()) {
            // What the disk does may take long: the leader is not to give up on it.
            hearing.signOfLife();
            link.send(new PingReply(0, List.of()));
        }
    }

    @Override
    public long nextMillis() {
        long next = Math.min(hearing.deadline(stage, dialing), hearing.signOfLifeAt(stage, ranges));
        return stage == LearningStage.DIALING ? Math.min(next, dialing.nextAt()) : next;
    }

    @Override
    public long leader() {
        return leader;
    }
}
