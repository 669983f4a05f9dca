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
import zabra.protocol.quorum.QuorumMessage.Prepared;
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
    private final Ending ending;
    private final Desertion desertion;

    /** Who handed over to this server, and will not stay; -1 where an election decided. */
    private final long predecessor;

    private LeadingStage stage = LeadingStage.DISCOVERING;
    private long stageSince;
    private long epoch;
    private long anonymous;
    private Broadcast broadcast;
    private Synchronizer synchronizer;

    /** Whether the current epoch is on disk. */
    private boolean started;

    /**
     * @param predecessor by whose word it is to lead, if that is another server's; else -1
     */
    Leading(Member member, long greatestEpoch, long predecessor) {
        this.member = member;
        this.predecessor = predecessor;
        history = member.history();
        sid = member.options().sid();
        learners = new Learners(member);
        ending = new Ending(member, learners);
        discovery = new Discovery(member.options(), history, greatestEpoch);
        desertion = new Desertion(member, learners, predecessor >= 0);
    }

    void start(List<Callers.Caller> callers) {
        enter(LeadingStage.DISCOVERING);
        admit(callers);
        checkReports();
    }

    /**
     * Begins with an epoch that is known to be the next.
     *
     * @param reserved whether it is on this server's disk, and promised to nobody else
     */
    void startWith(long nextEpoch, boolean reserved, List<Callers.Caller> callers) {
        epoch = nextEpoch;
        enter(LeadingStage.PROMISING);
        if (reserved) {
            stored(true);
        } else {
            history.storeAcceptedEpoch(epoch);
        }
        admit(callers);
    }

    private void admit(List<Callers.Caller> callers) {
        for (Callers.Caller who : callers) {
            learners.add(who.link());
            if (who.wasInvited()) {
                learners.get(who.link()).setInvited();
            }
            who.said().forEach(message -> message(who.link(), message));
        }
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
        ending.gone(learner);
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
                    throw learner.unexpected(message);
                }
                onAckEpoch(learner, ack);
            }
            case SYNCHRONIZING -> onSynchronizing(learner, message);
            case SERVING -> {
                if (message instanceof Prepared(long promised)) {
                    ending.prepared(learner, promised);
                } else {
                    broadcast.message(learner, message);
                    afterCommits();
                }
            }
            case INTRODUCED, PROMISED, LOCATING, SYNCHRONIZED -> throw learner.unexpected(message);
        }
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
        if (!learner.wasInvited()) {
            learner.link()
                    .send(new LeaderInfo(epoch, LearnerInfo.PROTOCOL_VERSION, learner.hasRanges()));
        }
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
            enter(LeadingStage.SYNCHRONIZING);
            // Learners are synchronized meanwhile; this server counts once it is stored.
            history.storeCurrentEpoch(epoch);
            broadcast = new Broadcast(member, epoch);
            synchronizer = new Synchronizer(member, epoch, broadcast);
            synchronizer.beginWaiting(learners);
        }
    }

    @Override
    public void stored(boolean done) {
        switch (stage) {
            case PROMISING -> {
                enter(LeadingStage.GATHERING);
                discovery.promisedHere(sid);
                learners.at(LearnerState.Stage.INTRODUCED).forEach(this::invite);
                checkPromises();
            }
            case SYNCHRONIZING -> {
                started = true;
                checkEstablished();
            }
            case ESTABLISHED -> ending.preparedHere();
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
            throw learner.unexpected(message);
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
        LearnerState leaving = predecessor < 0 ? null : learners.introducedAs(predecessor);
        if (!started || !learners.hasQuorum(LearnerState.Stage.SYNCHRONIZED, leaving)) {
            return;
        }
        enter(LeadingStage.ESTABLISHED);
        ending.established(broadcast, epoch);
        history.commit(history.lastLogged());
        synchronizer.established();
        member.voting().established(epoch);
        member.effects().serve(sid, epoch);
        learners.at(LearnerState.Stage.SYNCHRONIZED).forEach(this::serve);
    }

    private void serve(LearnerState learner) {
        learner.serving(member.now());
        learner.link().send(new UpToDate());
    }

    // ---- broadcast

    boolean isPrimary() {
        return stage == LeadingStage.ESTABLISHED && !ending.hasBegun();
    }

    long nextZxid() {
        checkPrimary();
        return broadcast.proposed() + 1;
    }

    void propose(Proposal proposal) {
        checkPrimary();
        broadcast.propose(proposal);
        if (broadcast.isExhausted()) {
            ending.exhausted();
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
        ending.check();
    }

    Ending ending() {
        return ending;
    }

    // ---- time

    private long initLimitMillis() {
        return member.ticks(member.options().initLimit());
    }

    /** That voter is looking, in a later round than the one that elected this server. */
    void lookingElsewhere(long voter) {
        desertion.left(voter);
        if (desertedAt() <= member.now()) {
            member.look("a voter looks for another leader");
        }
    }

    private long desertedAt() {
        return stage == LeadingStage.ESTABLISHED ? NEVER : desertion.endsAt();
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
        } else if (!ending.time()) {
            learners.silent().forEach(this::drop);
            if (nextPing() <= member.now()) {
                broadcast.pingRegularly();
            }
        }
    }

    private long nextPing() {
        return broadcast == null || isOver() ? NEVER : broadcast.nextPing();
    }

    @Override
    public long nextMillis() {
        return Math.min(
                Math.min(Math.min(stageEnd(), desertedAt()), ending.nextMillis()),
                Math.min(nextPing(), learners.nextSilentAt()));
    }

    @Override
    public long leader() {
        return sid;
    }
}
