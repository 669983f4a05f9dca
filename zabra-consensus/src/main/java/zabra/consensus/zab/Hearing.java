package zabra.consensus.zab;

/** How long a learner bears its leader's silence, and when it breaks its own. */
final class Hearing {
    private final Member member;
    private long heardAt;
    private long lastSignOfLife;

    Hearing(Member member) {
        this.member = member;
    }

    /** The leader spoke, or it is its turn only now. */
    void heard() {
        heardAt = member.now();
    }

    /** When the leader has been silent for too long. */
    long deadline(LearningStage stage, Dialing dialing) {
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

    /** When the leader must be told that this server lives, though its disk is slow. */
    long signOfLifeAt(LearningStage stage, boolean ranges) {
        return ranges && stage.isSynchronizingWork()
                ? lastSignOfLife + member.ticks(1)
                : Learners.NEVER;
    }

    void signOfLife() {
        lastSignOfLife = member.now();
    }
}
