package zabra.consensus.zab;

import java.util.Set;
import java.util.TreeSet;

/**
 * Voters that elected a server and look for another before it is established: perhaps they could
 * not reach it at once. They vote in a later round, in which nobody answers while the others wait.
 * After a little grace, in which they may come, waiting without a quorum is given up.
 */
final class Desertion {
    private final Set<Long> voters = new TreeSet<>();
    private final long graceEnd;

    Desertion(Member member) {
        graceEnd = member.now() + member.ticks(1);
    }

    void left(long voter) {
        voters.add(voter);
    }

    void returned(long voter) {
        voters.remove(voter);
    }

    /** When there is nothing to be hoped for any more. */
    long endsAt(Learners learners) {
        return voters.isEmpty() || learners.hasQuorum(LearnerState.Stage.INTRODUCED)
                ? Learners.NEVER
                : graceEnd;
    }
}
