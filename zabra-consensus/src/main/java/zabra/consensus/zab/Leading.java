package zabra.consensus.zab;

import static zabra.consensus.zab.Learners.NEVER;

import java.util.List;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.AckEpoch;
import zabra.protocol.quorum.QuorumMessage.LeaderInfo;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.UpToDate;

/**
 * An elected leader: gets an epoch that a quorum promises, brings learners to its history, is
 * established when a quorum has it, and then is primary. Without a quorum at its side it steps down
 * at once: nobody can be led, and everybody can be elected.
 */
final class Leading implements Phase {
    private final Member member;
    private final History history;
    private final long sid;
    private final Discovery discovery;
    private final Learners learners;
    private final Drain drain;

    private final Desertion desertion;
    private LeadingStage stage = LeadingStage.DISCOVERING;
    private long stageSince;
    private long epoch;
    private long anonymous;
    private Broadcast broadcast;
    private Synchronizer synchronizer;
    private long nextPing;

    Leading(Member member, long greatestEpoch) {
        this.member = member;
        history = member.history();
        sid = member.options().sid();
        learners = new Learners(member);
        drain = new Drain(member);
        discovery = new Discovery(member.options(), history, greatestEpoch);
        desertion = new Desertion(member);
    }

    void start(List<Looking.Early> early) {
        enter(LeadingStage.DISCOVERING);
        for (Looking.Early who : early) {
            accepted(who.link());
            if (who.said() != null) {
                message(who.link(), who.said());
            }
        }
        checkReports();
    }

    private void enter(LeadingStage next) {
        stage = next;
        stageSince = member.now();
    }

    private boolean isOver() {
        return stage == LeadingStage.OVER;
    }

    Census census() {
        return learners.census();
    }

    // ---- links

    @Override
    public void close() {
        enter(LeadingStage.OVER);
        for (LearnerState learner : learners.copy()) {
            learners.remove(learner.link());
            learner.link().close();
            if (learner.stage() == LearnerState.Stage.SERVING) {
                member.effects().learnerGone(learner.link());
            }
        }
    }

    @Override
    public void accepted(Link link) {
        learners.add(link);
    }

    @Override
    public void closed(Link link) {
        LearnerState learner = learners.remove(link);
        if (learner != null) {
            gone(learner);
        }
    }

    private void drop(LearnerState learner) {
        if (learners.remove(learner.link()) != null) {
            learner.link().close();
            gone(learner);
        }
    }

    private void gone(LearnerState learner) {
        if (broadcast != null) {
            broadcast.remove(learner);
        }
        if (learner.stage() == LearnerState.Stage.SERVING) {
            member.effects().learnerGone(learner.link());
        }
        if (stage == LeadingStage.ESTABLISHED
                && !learners.hasQuorum(LearnerState.Stage.SYNCHRONIZED)) {
            member.look("no quorum follows");
        }
    }

    @Override
    public void message(Link link, QuorumMessage message) {
        LearnerState learner = learners.get(link);
        if (learner == null) {
            return;
        }
        learner.heard(member.now());
        try {
            handle(learner, message);
        } catch (Breach _) {
            drop(learner);
        }
    }

    private void handle(LearnerState learner, QuorumMessage message) throws Breach {
        switch (learner.stage()) {
            case CONNECTED -> introduce(learner, message);
            case INVITED -> {
                if (!(message instanceof AckEpoch ack)) {
                    throw unexpected(learner, message);
                }
                onAckEpoch(learner, ack);
            }
            case SYNCHRONIZING -> onSynchronizing(learner, message);
            case SERVING -> {
                broadcast.message(learner, message);
                afterCommits();
            }
            case INTRODUCED, PROMISED, LOCATING, SYNCHRONIZED -> throw unexpected(learner, message);
        }
    }

    private static Breach unexpected(LearnerState learner, QuorumMessage message) {
        return new Breach(message.getClass().getSimpleName() + " while " + learner.stage());
    }

    // ---- discovery

    private void introduce(LearnerState learner, QuorumMessage message) throws Breach {
        Introduction introduction = Introduction.of(message, member.options(), --anonymous);
        LearnerState old = learners.introducedAs(introduction.sid());
        if (old != null) {
            // It has come back before its old connection was found to be dead.
            drop(old);
            if (isOver()) {
                return;
            }
        }
        learner.introduce(introduction);
        desertion.returned(learner.sid());
        if (learner.isVoter()) {
            member.sawEpoch(learner.acceptedEpoch());
        }
        if (stage == LeadingStage.DISCOVERING) {
            discovery.reported(learner);
            checkReports();
        } else if (learner.isVoter() && learner.acceptedEpoch() > epoch) {
            onGreaterPromise(learner);
        } else if (stage != LeadingStage.PROMISING) {
            invite(learner);
        }
    }

    /**
     * A voter that promised a greater epoch, to somebody who was never established, can join no
     * lower one: where it is needed, or from time to time, all elect anew for its sake.
     */
    private void onGreaterPromise(LearnerState learner) throws Breach {
        boolean bearable =
                stage == LeadingStage.ESTABLISHED
                        ? member.now() - stageSince < initLimitMillis()
                        : learners.hasQuorum(LearnerState.Stage.INTRODUCED, learner);
        if (bearable) {
            throw new Breach("accepted epoch " + learner.acceptedEpoch() + " in " + epoch);
        }
        member.look("server " + learner.sid() + " has accepted epoch " + learner.acceptedEpoch());
    }

    private void checkReports() {
        if (stage == LeadingStage.DISCOVERING && discovery.hasReports()) {
            epoch = discovery.nextEpoch();
            enter(LeadingStage.PROMISING);
            history.storeAcceptedEpoch(epoch);
        }
    }

    private void invite(LearnerState learner) {
        learner.enter(LearnerState.Stage.INVITED, member.now());
        learner.link()
                .send(new LeaderInfo(epoch, LearnerInfo.PROTOCOL_VERSION, learner.hasRanges()));
    }

    private void onAckEpoch(LearnerState learner, AckEpoch ack) throws Breach {
        if (ack.lastZxid() < -1 || Zxid.epoch(ack.lastZxid()) > epoch) {
            throw new Breach("a history up to " + Zxid.toString(ack.lastZxid()));
        }
        if (stage == LeadingStage.GATHERING) {
            discovery.promised(learner, ack);
        }
        learner.promise(ack.lastZxid());
        if (stage == LeadingStage.GATHERING) {
            checkPromises();
        } else if (stage == LeadingStage.SYNCHRONIZING || stage == LeadingStage.ESTABLISHED) {
            synchronizer.begin(learner);
        }
    }

    private void checkPromises() {
        if (discovery.isPromised()) {
            enter(LeadingStage.STARTING);
            history.storeCurrentEpoch(epoch);
        }
    }

    @Override
    public void stored(boolean done) {
        switch (stage) {
            case PROMISING -> {
                enter(LeadingStage.GATHERING);
                discovery.promisedHere(sid);
                for (LearnerState learner : learners.all()) {
                    if (learner.stage() == LearnerState.Stage.INTRODUCED) {
                        invite(learner);
                    }
                }
                checkPromises();
            }
            case STARTING -> {
                enter(LeadingStage.SYNCHRONIZING);
                broadcast = new Broadcast(member, epoch);
                synchronizer = new Synchronizer(member, epoch, broadcast);
                nextPing = member.now();
                synchronizer.beginWaiting(learners);
                checkEstablished();
            }
            default -> throw new IllegalStateException("a durable step was done while " + stage);
        }
    }

    // ---- synchronization

    void located(Link link, long found) {
        LearnerState learner = learners.get(link);
        if (learner != null && learner.stage() == LearnerState.Stage.LOCATING) {
            synchronizer.located(learner, found);
        }
    }

    private void onSynchronizing(LearnerState learner, QuorumMessage message) throws Breach {
        if (message instanceof PingReply && learner.hasRanges()) {
            progress(learner.link());
        } else if (message instanceof Ack(long zxid) && zxid == Zxid.of(epoch, 0)) {
            onNewLeaderAcked(learner);
        } else {
            // Anything else before it would be from a server that answers out of order.
            throw unexpected(learner, message);
        }
    }

    /** No quorum can be had sooner than from voters that are on their way. */
    @Override
    public void progress(Link link) {
        LearnerState learner = learners.get(link);
        if (learner != null && learner.stage() == LearnerState.Stage.SYNCHRONIZING) {
            learner.heard(member.now());
            if (stage == LeadingStage.SYNCHRONIZING && learner.isVoter()) {
                stageSince = member.now();
            }
        }
    }

    private void onNewLeaderAcked(LearnerState learner) {
        learner.enter(LearnerState.Stage.SYNCHRONIZED, member.now());
        if (stage == LeadingStage.ESTABLISHED) {
            serve(learner);
            broadcast.synchronizedLearner(learner);
            afterCommits();
        } else {
            checkEstablished();
        }
    }

    private void checkEstablished() {
        if (!learners.hasQuorum(LearnerState.Stage.SYNCHRONIZED)) {
            return;
        }
        enter(LeadingStage.ESTABLISHED);
        history.commit(history.lastLogged());
        synchronizer.established();
        member.established(epoch);
        member.effects().serve(sid, epoch);
        for (LearnerState learner : learners.all()) {
            if (learner.stage() == LearnerState.Stage.SYNCHRONIZED) {
                serve(learner);
            }
        }
    }

    private void serve(LearnerState learner) {
        learner.serving(member.now());
        learner.link().send(new UpToDate());
    }

    // ---- broadcast

    boolean isPrimary() {
        return stage == LeadingStage.ESTABLISHED && !drain.hasBegun();
    }

    long nextZxid() {
        checkPrimary();
        return broadcast.proposed() + 1;
    }

    void propose(Proposal proposal) {
        checkPrimary();
        broadcast.propose(proposal);
        if (broadcast.isExhausted()) {
            drain.begin(false);
        }
    }

    void barrier(long token) {
        checkPrimary();
        broadcast.barrier(token);
    }

    private void checkPrimary() {
        if (!isPrimary()) {
            throw new IllegalStateException("not primary: " + stage);
        }
    }

    @Override
    public void durable() {
        if (broadcast != null) {
            broadcast.durable();
            afterCommits();
        }
    }

    private void afterCommits() {
        synchronizer.committed(learners);
        drain.check(broadcast, learners);
    }

    // ---- ending

    /** See {@link Zab#resign}. */
    void resign() {
        if (stage != LeadingStage.ESTABLISHED) {
            member.leave(-1, 0);
            return;
        }
        drain.begin(true);
        drain.check(broadcast, learners);
    }

    private void end() {
        if (!drain.isResigning()) {
            member.look("the counter of epoch " + epoch + " is used up");
            return;
        }
        LearnerState best = learners.bestSuccessor();
        member.leave(best == null ? -1 : best.sid(), best == null ? 0 : best.acked());
    }

    // ---- time

    private long initLimitMillis() {
        return member.ticks(member.options().initLimit());
    }

    /** That voter is looking, in a later round than the one that elected this server. */
    void lookingElsewhere(long voter) {
        if (learners.introducedAs(voter) == null) {
            desertion.left(voter);
            if (desertedAt() <= member.now()) {
                member.look("a voter looks for another leader");
            }
        }
    }

    private long desertedAt() {
        return stage == LeadingStage.ESTABLISHED ? NEVER : desertion.endsAt(learners);
    }

    private long stageEnd() {
        return stage == LeadingStage.ESTABLISHED ? NEVER : stageSince + initLimitMillis();
    }

    @Override
    public void time() {
        if (member.isOver(stageEnd())) {
            member.look("waited too long while " + stage);
        } else if (member.isOver(desertedAt())) {
            member.look("voters look for another leader");
        } else if (drain.endsAt() <= member.now()) {
            end();
        } else {
            dropSilent();
            if (nextPing() <= member.now()) {
                broadcast.ping();
                nextPing = member.now() + Math.max(1, member.options().tickMillis() / 2);
            }
        }
    }

    private void dropSilent() {
        for (LearnerState learner : learners.copy()) {
            if (member.isOver(learners.silentAt(learner))) {
                drop(learner);
            }
        }
    }

    private long nextPing() {
        return broadcast == null || isOver() ? NEVER : nextPing;
    }

    @Override
    public long nextMillis() {
        return Math.min(
                Math.min(Math.min(stageEnd(), desertedAt()), drain.endsAt()),
                Math.min(nextPing(), learners.nextSilentAt()));
    }

    @Override
    public long leader() {
        return sid;
    }
}
