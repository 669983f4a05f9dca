package zabra.consensus.quorum;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * More than half of the voters.
 *
 * @param voters not changed any more; without any there is no quorum
 */
public record Majority(SortedSet<Long> voters) implements Quorums {
    public Majority {
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
    }

    @Override
    public boolean containsQuorum(Set<Long> sids) {
        int count = 0;
        for (Long voter : voters) {
            if (sids.contains(voter)) {
                count++;
            }
        }
        return count > voters.size() / 2;
    }

    @Override
    public long weight(long sid) {
        return voters.contains(sid) ? 1 : 0;
    }
}
