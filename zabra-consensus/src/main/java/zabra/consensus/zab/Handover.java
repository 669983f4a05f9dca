package zabra.consensus.zab;

import static zabra.consensus.zab.Learners.NEVER;

import java.util.Set;
import java.util.TreeSet;
import zabra.protocol.quorum.QuorumMessage.Prepare;

/**
 * How a leader that is about to stop makes its succession ready while it still leads: it asks the
 * follower that has most to be the successor, and then all others to get ready for that one. What
 * takes time, connections and a promise on every disk, is done before anybody has to wait for it.
 *
 * <p>Only servers of Zabra know how. Where they are no quorum without this one, or not in time, the
 * others have to find out by an election.
 */
final class Handover {
    private enum Stage {
        NOT_ASKED,
        /** The successor must know before anybody connects to it. */
        ASKING_SUCCESSOR,
        ASKING_OTHERS,
        READY,
        FAILED
    }

    private final Member member;
    private final Learners learners;
    private final Set<Long> prepared = new TreeSet<>();
    private Stage stage = Stage.NOT_ASKED;
    private LearnerState successor;
    private long epoch;
    private long until = NEVER;

    Handover(Member member, Learners learners) {
        this.member = member;
        this.learners = learners;
    }

    /**
     * Asks.
     *
     * @param nextEpoch the successor's
     * @return false where there is nobody to hand over to
     */
    boolean begin(long nextEpoch) {
        if (stage != Stage.NOT_ASKED) {
            return stage != Stage.FAILED;
        }
        successor = learners.bestSuccessor(true);
        if (successor == null
                || !learners.isQuorumCapable(false)
                || nextEpoch <= member.history().acceptedEpoch()
                || nextEpoch > Member.EPOCH_MAX) {
            stage = Stage.FAILED;
            return false;
        }
        epoch = nextEpoch;
        stage = Stage.ASKING_SUCCESSOR;
        until = member.now() + Math.max(1, member.options().tickMillis() / 2);
        successor.link().send(new Prepare(successor.sid(), epoch));
        member.history().storeAcceptedEpoch(epoch);
        return true;
    }

    boolean isUnderWay() {
        return stage == Stage.ASKING_SUCCESSOR || stage == Stage.ASKING_OTHERS;
    }

    /** Whether anybody was asked, whatever became of it. */
    boolean hasBegun() {
        return stage != Stage.NOT_ASKED;
    }

    /** Whether all is ready for the last word. */
    boolean isReady() {
        return stage == Stage.READY;
    }

    /** Null where there is none. */
    LearnerState successor() {
        return stage == Stage.FAILED ? null : successor;
    }

    /** The epoch is on that learner's disk. */
    void prepared(LearnerState learner, long promised) {
        if (!isUnderWay() || promised != epoch) {
            return;
        }
        if (learner == successor && stage == Stage.ASKING_SUCCESSOR) {
            stage = Stage.ASKING_OTHERS;
            for (LearnerState other : learners.all()) {
                if (other != successor && isCapable(other)) {
                    other.link().send(new Prepare(successor.sid(), epoch));
                }
            }
            member.prospects().expect(successor.sid(), epoch);
        }
        if (learner.isVoter()) {
            prepared.add(learner.sid());
        }
        check(false);
    }

    /** The epoch is on this server's disk. */
    void preparedHere() {
        check(false);
    }

    static boolean isCapable(LearnerState learner) {
        return learner.stage() == LearnerState.Stage.SERVING && learner.hasRanges();
    }

    private void check(boolean late) {
        if (stage != Stage.ASKING_OTHERS || member.history().acceptedEpoch() != epoch) {
            return;
        }
        boolean all = true;
        for (LearnerState learner : learners.all()) {
            all &= !isCapable(learner) || !learner.isVoter() || prepared.contains(learner.sid());
        }
        if ((all || late) && learners.isQuorum(prepared)) {
            stage = Stage.READY;
            until = NEVER;
        }
    }

    void gone(LearnerState learner) {
        if (learner == successor) {
            fail();
        } else if (isUnderWay()) {
            prepared.remove(learner.sid());
        }
    }

    /** When who is not ready is waited for no longer. */
    long endsAt() {
        return until;
    }

    /** That time has come. */
    void time() {
        check(true);
        if (stage != Stage.READY) {
            fail();
        }
    }

    private void fail() {
        if (stage != Stage.NOT_ASKED) {
            stage = Stage.FAILED;
            until = NEVER;
            prepared.clear();
        }
    }
}
