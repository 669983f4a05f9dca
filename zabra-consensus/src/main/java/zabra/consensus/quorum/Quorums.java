package zabra.consensus.quorum;

import java.util.Set;
import java.util.SortedSet;

/**
 * Which sets of servers may decide for all. Immutable.
 *
 * <p>Any two quorums have a voter of positive weight in common: what one of them holds, the next
 * one learns. Servers that are no voters are passed over, so acknowledgements of observers and of
 * strangers may be handed in.
 */
public sealed interface Quorums permits Majority, Hierarchical {
    /** Whether the voters among {@code sids} are a quorum. */
    boolean containsQuorum(Set<Long> sids);

    /** The servers that vote, in the order of their numbers; also those without weight. */
    SortedSet<Long> voters();

    /**
     * How much a server's vote counts; 0 for one that is no voter. Who has no weight cannot be
     * elected.
     */
    long weight(long sid);
}
