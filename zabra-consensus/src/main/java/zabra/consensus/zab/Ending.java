package zabra.consensus.zab;

import java.util.List;
import zabra.protocol.quorum.QuorumMessage.HandOver;

/**
 * The end of a primary in good order: because its server stops, or because the counter of its epoch
 * is used up. Where its voters are servers of Zabra it hands over by its word, in the first case to
 * another server, in the second to itself; else those who follow find out that it is gone.
 */
final class Ending {
    private final Member member;
    private final Learners learners;
    private final Drain drain;
    private final Handover handover;
    private Broadcast broadcast;
    private long epoch;

    Ending(Member member, Learners learners) {
        this.member = member;
        this.learners = learners;
        drain = new Drain(member);
        handover = new Handover(member, learners);
    }

    /** It is primary from now on. */
    void established(Broadcast primary, long ofEpoch) {
        broadcast = primary;
        epoch = ofEpoch;
    }

    /** Whether nothing is proposed any more. */
    boolean hasBegun() {
        return drain.hasBegun();
    }

    /** No zxid is left. */
    void exhausted() {
        drain.begin(false);
    }

    /** See {@link Zab#resign}. */
    void resign() {
        if (broadcast == null || drain.hasBegun() || !handover.begin(epoch + 1)) {
            member.departure().resigned();
        }
    }

    /** See {@link Zab#leave}. */
    void leave() {
        if (broadcast == null) {
            member.leave(-1, 0);
            return;
        }
        drain.begin(true);
        check();
    }

    /** A learner has promised what it was asked to. The last thing that is done in an event. */
    void prepared(LearnerState learner, long promised) {
        handover.prepared(learner, promised);
        checkReady();
    }

    /** The same of this server. */
    void preparedHere() {
        handover.preparedHere();
        checkReady();
    }

    private void checkReady() {
        if (handover.isReady() && !drain.hasBegun()) {
            drain.begin(true);
            check();
        }
    }

    /** More is committed, or known to be. The last thing that is done in an event. */
    void check() {
        drain.check(broadcast, drain.isResigning() ? successor() : null);
        if (drain.isDone() && heir() >= 0) {
            end();
        }
    }

    /** Who is to lead next by the word of this one; -1 where nobody can. */
    private long heir() {
        if (handover.isReady()) {
            return handover.successor().sid();
        }
        // Once it has kept the next epoch for another server, it cannot lead in that itself.
        boolean goesOn = !drain.isResigning() && !handover.hasBegun() && epoch < Member.EPOCH_MAX;
        return goesOn && learners.isQuorumCapable(true) ? member.options().sid() : -1;
    }

    private LearnerState successor() {
        return handover.isReady() ? handover.successor() : learners.bestSuccessor(false);
    }

    void gone(LearnerState learner) {
        boolean wasUnderWay = handover.isUnderWay();
        handover.gone(learner);
        if (wasUnderWay && !handover.isUnderWay()) {
            member.departure().resigned();
        }
    }

    /** Does what is due; whether anything was, and the phase may be over. */
    boolean time() {
        if (drain.endsAt() <= member.now()) {
            end();
            return true;
        }
        if (handover.endsAt() <= member.now()) {
            handover.time();
            if (!handover.isReady()) {
                member.departure().resigned();
            }
            checkReady();
            return true;
        }
        return false;
    }

    long nextMillis() {
        return Math.min(drain.endsAt(), handover.endsAt());
    }

    private void end() {
        if (drain.isDone() && heir() >= 0) {
            handOverTo(heir());
        } else if (drain.isResigning()) {
            LearnerState best = learners.bestSuccessor(false);
            member.leave(best == null ? -1 : best.sid(), best == null ? 0 : best.acked());
        } else {
            member.look("the counter of epoch " + epoch + " is used up");
        }
    }

    /**
     * Says the last word to all who understand it; the others will see that this leader is gone.
     */
    private void handOverTo(long next) {
        HandOver last =
                new HandOver(next, member.history().lastLogged(), member.voting().nextRound());
        for (LearnerState learner : List.copyOf(learners.all())) {
            if (Handover.isCapable(learner)) {
                learners.remove(learner.link());
                learner.link().send(last);
                member.departure().farewell(learner.link());
                member.effects().learnerGone(learner.link());
            }
        }
        member.change(next, last.round());
    }
}
