package zabra.consensus.election;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import zabra.consensus.quorum.Hierarchical;
import zabra.consensus.quorum.Member;
import zabra.consensus.quorum.Membership;

/** Configs for tests. */
public final class Ensembles {
    private Ensembles() {}

    /** Voters 1 … {@code voters}, then observers. */
    public static Membership of(int voters, int observers) {
        return Membership.majority(0, members(voters, observers).values());
    }

    /** Groups of three voters, the last of each without weight where {@code lame}. */
    public static Membership hierarchical(int groups, boolean lame) {
        SortedMap<Long, Member> members = members(3 * groups, 0);
        SortedMap<Long, SortedSet<Long>> sets = new TreeMap<>();
        SortedMap<Long, Long> weights = new TreeMap<>();
        for (long sid : members.keySet()) {
            long group = (sid - 1) / 3 + 1;
            sets.computeIfAbsent(group, g -> new TreeSet<>()).add(sid);
            weights.put(sid, lame && sid % 3 == 0 ? 0L : sid % 3 == 1 ? 2L : 1L);
        }
        return new Membership(0, members, new Hierarchical(members.keySet(), sets, weights));
    }

    /** One group of voters with these weights. */
    public static Membership weighted(long... weights) {
        SortedMap<Long, Member> members = members(weights.length, 0);
        SortedMap<Long, Long> bySid = new TreeMap<>();
        for (int i = 0; i < weights.length; i++) {
            bySid.put(i + 1L, weights[i]);
        }
        SortedMap<Long, SortedSet<Long>> groups = new TreeMap<>();
        groups.put(1L, new TreeSet<>(members.keySet()));
        return new Membership(0, members, new Hierarchical(members.keySet(), groups, bySid));
    }

    /** The same servers, of which one decides for all. */
    public static Membership ruledBy(Membership membership, long ruler) {
        SortedMap<Long, Long> weights = new TreeMap<>();
        membership.members().keySet().forEach(sid -> weights.put(sid, sid == ruler ? 100L : 1L));
        SortedMap<Long, SortedSet<Long>> groups = new TreeMap<>();
        groups.put(1L, new TreeSet<>(membership.members().keySet()));
        return new Membership(
                0, membership.members(), new Hierarchical(membership.voters(), groups, weights));
    }

    private static SortedMap<Long, Member> members(int voters, int observers) {
        SortedMap<Long, Member> members = new TreeMap<>();
        for (int i = 1; i <= voters + observers; i++) {
            String role = i > voters ? ":observer" : "";
            members.put((long) i, Member.parse(i, "h:" + (1000 + i) + ":" + (2000 + i) + role));
        }
        return members;
    }
}
