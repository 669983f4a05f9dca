package zabra.consensus.quorum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * More than half of the weight, in more than half of the groups. A group whose weights are all zero
 * does not count. Without any other group there is no quorum.
 *
 * <p>A group's weight is that of all its members, voters or not, as ZooKeeper reckons it; only
 * voters bring theirs in. So a member that never votes makes quorums rarer, never wrong.
 */
public final class Hierarchical implements Quorums {
    /** The voters of positive weight in a group that counts, and what they must outweigh. */
    private record Group(Map<Long, Long> weights, long half) {}

    private final SortedSet<Long> voters;
    private final SortedMap<Long, SortedSet<Long>> groups;
    private final SortedMap<Long, Long> weights;
    private final List<Group> counted = new ArrayList<>();

    /**
     * @param voters who votes; each must be in a group
     * @param groups the members of each group, by its number; none in two
     * @param weights weights by server, at least 0; a voter's is 1 where there is none, that of
     *     another member of a group must be there
     * @throws InvalidMembershipException where that is not so
     */
    public Hierarchical(
            Set<Long> voters, Map<Long, ? extends Set<Long>> groups, Map<Long, Long> weights) {
        this.voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
        SortedMap<Long, SortedSet<Long>> groupsCopy = new TreeMap<>();
        groups.forEach((group, members) ->
                groupsCopy.put(group, Collections.unmodifiableSortedSet(new TreeSet<>(members))));
        this.groups = Collections.unmodifiableSortedMap(groupsCopy);
        SortedMap<Long, Long> weightsCopy = new TreeMap<>(weights);
        this.voters.forEach(voter -> weightsCopy.putIfAbsent(voter, 1L));
        this.weights = Collections.unmodifiableSortedMap(weightsCopy);
        checkWeights();
        checkGroups();
        this.groups.values().forEach(this::count);
    }

    private void checkWeights() {
        long sum = 0;
        for (Map.Entry<Long, Long> entry : weights.entrySet()) {
            long weight = entry.getValue();
            if (weight < 0) {
                throw new InvalidMembershipException(
                        "weight." + entry.getKey() + "=" + weight + ": may not be negative");
            }
            sum += weight;
            if (sum < 0) {
                throw new InvalidMembershipException("weights add up to more than 2^63-1");
            }
        }
    }

    private void checkGroups() {
        SortedSet<Long> seen = new TreeSet<>();
        groups.forEach((group, members) -> {
            for (Long member : members) {
                if (!seen.add(member)) {
                    throw new InvalidMembershipException("server " + member + " is in two groups");
                }
                if (!weights.containsKey(member)) {
                    throw new InvalidMembershipException(
                            "group."
                                    + group
                                    + " names server "
                                    + member
                                    + ", which is no participant and has no weight");
                }
            }
        });
        for (Long voter : voters) {
            if (!seen.contains(voter)) {
                throw new InvalidMembershipException("server " + voter + " is in no group");
            }
        }
    }

    private void count(SortedSet<Long> members) {
        SortedMap<Long, Long> positive = new TreeMap<>();
        long whole = 0;
        for (Long member : members) {
            long weight = weights.get(member);
            whole += weight;
            if (weight > 0 && voters.contains(member)) {
                positive.put(member, weight);
            }
        }
        if (whole > 0) {
            counted.add(new Group(positive, whole / 2));
        }
    }

    @Override
    public boolean containsQuorum(Set<Long> sids) {
        int won = 0;
        for (Group group : counted) {
            long sum = 0;
            for (Map.Entry<Long, Long> member : group.weights.entrySet()) {
                if (sids.contains(member.getKey())) {
                    sum += member.getValue();
                }
            }
            if (sum > group.half) {
                won++;
            }
        }
        return won > counted.size() / 2;
    }

    @Override
    public SortedSet<Long> voters() {
        return voters;
    }

    @Override
    public long weight(long sid) {
        return voters.contains(sid) ? weights.get(sid) : 0;
    }

    /** The members of each group, by its number. */
    public SortedMap<Long, SortedSet<Long>> groups() {
        return groups;
    }

    /** All weights, those of voters complete. */
    public SortedMap<Long, Long> weights() {
        return weights;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hierarchical that
                && voters.equals(that.voters)
                && groups.equals(that.groups)
                && weights.equals(that.weights);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * voters.hashCode() + groups.hashCode()) + weights.hashCode();
    }

    @Override
    public String toString() {
        return "Hierarchical[voters="
                + voters
                + ", groups="
                + groups
                + ", weights="
                + weights
                + "]";
    }
}
