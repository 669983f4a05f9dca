package zabra.consensus.zab;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import zabra.consensus.quorum.Quorums;

/**
 * How far a quorum got, where each voter only gets further: in acknowledging proposals, for a
 * server writes its log in order and stands by all up to what it acknowledges; in answering pings.
 * Who is no voter is passed over.
 */
final class Tally {
    private final Quorums quorums;
    private final long[] voters;
    private final long[] positions;
    private final Reached reached = new Reached();
    private long quorum;

    /**
     * @param start where all begin
     */
    Tally(Quorums quorums, long start) {
        this.quorums = quorums;
        voters = quorums.voters().stream().mapToLong(Long::longValue).toArray();
        positions = new long[voters.length];
        Arrays.fill(positions, start);
        quorum = start;
    }

    /** Each of a quorum got at least so far. */
    long quorum() {
        return quorum;
    }

    /**
     * That server got so far.
     *
     * @return whether the quorum got further
     */
    boolean reach(long sid, long position) {
        int index = Arrays.binarySearch(voters, sid);
        if (index < 0 || position <= positions[index]) {
            return false;
        }
        positions[index] = position;
        if (position <= quorum) {
            return false;
        }
        long furthest = quorum;
        for (long candidate : positions) {
            if (candidate > furthest) {
                reached.position = candidate;
                if (quorums.containsQuorum(reached)) {
                    furthest = candidate;
                }
            }
        }
        boolean further = furthest > quorum;
        quorum = furthest;
        return further;
    }

    /** The voters that got to a position. A view, so that counting allocates nothing. */
    private final class Reached extends AbstractSet<Long> {
        private long position;

        @Override
        public boolean contains(Object sid) {
            int index = sid instanceof Long number ? Arrays.binarySearch(voters, number) : -1;
            return index >= 0 && positions[index] >= position;
        }

        @Override
        public Iterator<Long> iterator() {
            return IntStream.range(0, voters.length)
                    .filter(i -> positions[i] >= position)
                    .mapToObj(i -> voters[i])
                    .iterator();
        }

        @Override
        public int size() {
            return (int) Arrays.stream(positions).filter(other -> other >= position).count();
        }
    }
}
