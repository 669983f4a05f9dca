package zabra.consensus.zab;

import java.util.Set;
import java.util.TreeSet;

/**
 * Voters that elected a server and look for another before it is established: perhaps they could
 * not reach it at once. They vote in a later round, in which nobody answers while the others wait.
 * After a little grace, in which they may come, waiting without a quorum is given up.
 */
final class Desertion {
    private final Learners learners;
    private final Set<Long> voters = new TreeSet<>();
    private final boolean appointed;
    private final long graceEnd;

    /**
     * @param appointed whether nobody elected it, so that who does not come may not know
     */
    Desertion(Member member, Learners learners, boolean appointed) {
        this.learners = learners;
        this.appointed = appointed;
        graceEnd = member.now() + member.ticks(1);
    }

    void left(long voter) {
        if (learners.introducedAs(voter) == null) {
            voters.add(voter);
        }
    }

    void returned(long voter) {
        voters.remove(voter);
    }

    /** When there is nothing to be hoped for any more. */
    long endsAt() {
        boolean complete = voters.isEmpty() && !appointed;
        return complete || learners.hasQuorum(LearnerState.Stage.INTRODUCED)
                ? Learners.NEVER
                : graceEnd;
    }
}
