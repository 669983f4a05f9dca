package zabra.consensus.zab;

/**
 * Connecting to a leader that may not be listening yet: a few attempts, a pause between them. To
 * give up at the first failure would leave a leader without the follower that elected it.
 */
final class Dialing {
    private static final int ATTEMPTS_MAX = 5;
    private static final int PAUSE_MILLIS = 100;

    private final Member member;
    private final long leader;
    private final long endsAt;
    private int attempts;
    private long nextAt = Learners.NEVER;

    Dialing(Member member, long leader) {
        this.member = member;
        this.leader = leader;
        endsAt = member.now() + member.ticks(member.options().initLimit());
    }

    void dial() {
        attempts++;
        nextAt = Learners.NEVER;
        member.effects().dialLeader(leader);
    }

    /**
     * The last attempt failed.
     *
     * @return whether another one will be made
     */
    boolean failed() {
        if (attempts >= ATTEMPTS_MAX) {
            return false;
        }
        nextAt = member.now() + PAUSE_MILLIS;
        return true;
    }

    /** When the next attempt is due. */
    long nextAt() {
        return nextAt;
    }

    /** When connecting has taken too long. */
    long endsAt() {
        return endsAt;
    }
}
