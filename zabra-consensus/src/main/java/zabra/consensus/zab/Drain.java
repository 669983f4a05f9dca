package zabra.consensus.zab;

import static zabra.consensus.zab.Learners.NEVER;

/**
 * The end of a primary in good order: it proposes no more, and goes once all is committed and known
 * to be, or when its time is over.
 */
final class Drain {
    private final Member member;
    private boolean begun;
    private boolean resigning;
    private long until;
    private long drainedAt = NEVER;

    Drain(Member member) {
        this.member = member;
    }

    /**
     * Proposes no more.
     *
     * @param forGood whether the server stops, rather than only lead no more
     */
    void begin(boolean forGood) {
        resigning |= forGood;
        if (!begun) {
            begun = true;
            until = member.now() + member.ticks(1);
        }
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isResigning() {
        return resigning;
    }

    /**
     * Looks whether there is nothing left to wait for.
     *
     * @param successor must have everything; null for nobody
     */
    void check(Broadcast broadcast, LearnerState successor) {
        if (!begun || drainedAt != NEVER || !broadcast.isAllCommitted()) {
            return;
        }
        if (successor == null || successor.acked() == member.history().lastLogged()) {
            // The last commits leave first: what is queued on a link that is closed is lost.
            drainedAt = member.now() + 1;
        }
    }

    /** Whether all is committed and known to be. */
    boolean isDone() {
        return drainedAt != NEVER;
    }

    /** When it is time to go. */
    long endsAt() {
        return begun ? Math.min(until, drainedAt) : NEVER;
    }
}
