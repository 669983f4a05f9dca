package zabra.consensus.zab;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Inform;
import zabra.protocol.quorum.QuorumMessage.Ping;
import zabra.protocol.quorum.QuorumMessage.PingReply;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.Request;
import zabra.protocol.quorum.QuorumMessage.Revalidate;

/**
 * One epoch from its leader's side, once its history is fixed: proposals go to every learner that
 * was sent the history, in one event with it, so that none misses anything; they are committed in
 * their order once a quorum has them on disk, this server's own counted when it has.
 */
final class Broadcast {
    private final Member member;
    private final History history;
    private final List<LearnerState> learners = new ArrayList<>();
    private final Tally acks;
    private final Tally answers;
    private final Barriers barriers = new Barriers();
    private long proposed;
    private long committed;
    private long round;
    private long roundBatch = -1;
    private long nextPing;

    Broadcast(Member member, long epoch) {
        this.member = member;
        history = member.history();
        nextPing = member.now();
        proposed = Zxid.of(epoch, 0);
        committed = proposed;
        acks = new Tally(member.options().membership().quorums(), committed);
        answers = new Tally(member.options().membership().quorums(), 0);
    }

    /** The last one proposed; counter 0 while there is none. */
    long proposed() {
        return proposed;
    }

    boolean isAllCommitted() {
        return committed == proposed;
    }

    /** Whether only the next epoch has more zxids. */
    boolean isExhausted() {
        return Zxid.counter(proposed) == member.options().lastCounter();
    }

    /** From now on it gets what happens; what happened was queued before, in the same event. */
    void add(LearnerState learner) {
        learners.add(learner);
    }

    void remove(LearnerState learner) {
        learners.remove(learner);
    }

    void propose(Proposal proposal) {
        proposed = proposal.zxid();
        history.append(proposal);
        for (LearnerState learner : learners) {
            if (learner.isFollower()) {
                learner.link().send(proposal);
                learner.proposed(proposed, member.now());
            }
        }
    }

    /** From a learner in good standing. */
    void message(LearnerState learner, QuorumMessage message) throws Breach {
        switch (message) {
            case Ack(long zxid) -> acked(learner, zxid);
            case PingReply m -> {
                answered(learner, m);
                if (!m.touches().isEmpty()) {
                    member.effects().touched(learner.link(), m.touches());
                }
            }
            case Request _, Revalidate _ ->
                    member.effects().fromLearner(learner.link(), learner.sid(), message);
            default -> throw new Breach(message.getClass().getSimpleName() + " from a learner");
        }
    }

    private void acked(LearnerState learner, long zxid) throws Breach {
        if (Zxid.counter(zxid) == 0 && Zxid.epoch(zxid) == Zxid.epoch(proposed)) {
            // That of UPTODATE.
            return;
        }
        if (zxid > learner.sent() || Zxid.epoch(zxid) != Zxid.epoch(proposed)) {
            throw new Breach(
                    "acknowledged "
                            + Zxid.toString(zxid)
                            + ", was sent up to "
                            + Zxid.toString(learner.sent()));
        }
        if (zxid > learner.acked()) {
            learner.acked(zxid, member.now());
            if (learner.isVoter()) {
                count(learner.sid(), zxid);
            }
        }
    }

    /** A learner that acknowledged NEWLEADER has all that was committed when it was sent. */
    void synchronizedLearner(LearnerState learner) {
        if (learner.isVoter()) {
            count(learner.sid(), learner.acked());
        }
    }

    /** More of this server's log is durable. */
    void durable() {
        count(member.options().sid(), history.durable());
    }

    private void count(long sid, long zxid) {
        if (acks.reach(sid, zxid)) {
            commit(acks.quorum());
        }
    }

    /**
     * Whoever acknowledges what was proposed after a barrier proves as much as by an answer to its
     * ping: at the latest there it is reached, after all that was proposed before it and before all
     * that was proposed after it. A learner of ZooKeeper matches what comes back to what it
     * forwarded in that order alone, and stands still for ever when a sync comes too late.
     */
    private void commit(long upTo) {
        while (barriers.isFirstBefore(upTo)) {
            long before = barriers.first();
            announce(before);
            barriers.reach(Long.MAX_VALUE, before, member.effects());
        }
        announce(upTo);
        reachBarriers();
    }

    private void announce(long upTo) {
        if (upTo == committed) {
            return;
        }
        long from = committed;
        committed = upTo;
        Commit last = new Commit(upTo);
        for (LearnerState learner : learners) {
            if (!learner.isFollower()) {
                inform(learner, from, upTo);
            } else if (learner.hasRanges()) {
                learner.link().send(last);
            } else {
                for (long zxid = from + 1; zxid < upTo; zxid++) {
                    learner.link().send(new Commit(zxid));
                }
                learner.link().send(last);
            }
        }
        history.commit(upTo);
    }

    private void inform(LearnerState learner, long from, long upTo) {
        Window window = history.window();
        int end = window.countUpTo(upTo);
        for (int i = window.countUpTo(from); i < end; i++) {
            Proposal proposal = window.get(i);
            learner.link().send(new Inform(proposal.zxid(), proposal.txn()));
        }
    }

    // ---- pings and barriers

    /** Asks all that are synchronized whether they live. */
    void pingRegularly() {
        ping();
        nextPing = member.now() + Math.max(1, member.options().tickMillis() / 2);
    }

    private void ping() {
        round++;
        roundBatch = member.pace().batch();
        Ping ping = new Ping(proposed);
        for (LearnerState learner : learners) {
            if (learner.isAtLeast(LearnerState.Stage.SYNCHRONIZED)) {
                learner.link().send(ping);
                // Before UPTODATE a learner must hear its leader, but will not answer.
                if (learner.stage() == LearnerState.Stage.SERVING) {
                    learner.pinged(round, proposed);
                }
            }
        }
        answers.reach(member.options().sid(), round);
    }

    /** When it is to be done again. */
    long nextPing() {
        return nextPing;
    }

    private void answered(LearnerState learner, PingReply reply) throws Breach {
        if (!learner.answered(reply.zxid())) {
            throw new Breach("answered a ping of " + Zxid.toString(reply.zxid()));
        }
        if (learner.isVoter()) {
            answers.reach(learner.sid(), learner.answeredRound());
            reachBarriers();
        }
    }

    /** See {@link zabra.consensus.Consensus#barrier}. */
    void barrier(long token) {
        boolean inFlight = !barriers.isEmpty() && answers.quorum() < round;
        // What is sent leaves at the end of a batch: a ping of this one is still newer.
        if (roundBatch != member.pace().batch() && !inFlight) {
            ping();
        }
        barriers.add(token, roundBatch == member.pace().batch() ? round : round + 1, proposed);
        reachBarriers();
    }

    private void reachBarriers() {
        barriers.reach(answers.quorum(), committed, member.effects());
        if (barriers.newestRound() > round && answers.quorum() >= round) {
            ping();
            barriers.reach(answers.quorum(), committed, member.effects());
        }
    }
}
