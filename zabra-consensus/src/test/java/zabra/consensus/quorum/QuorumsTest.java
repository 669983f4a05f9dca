package zabra.consensus.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets of up to seven servers, all of them. A set is a number: bit n is server n. */
class QuorumsTest {
    private static final int SERVERS = 7;
    private static final int SETS = 1 << SERVERS;

    private static SortedSet<Long> set(int bits) {
        SortedSet<Long> set = new TreeSet<>();
        for (long sid = 0; sid < SERVERS; sid++) {
            if ((bits >> sid & 1) == 1) {
                set.add(sid);
            }
        }
        return set;
    }

    private static SortedSet<Long> sids(long... sids) {
        SortedSet<Long> set = new TreeSet<>();
        for (long sid : sids) {
            set.add(sid);
        }
        return set;
    }

    static List<Quorums> quorums() {
        List<Quorums> all = new ArrayList<>();
        for (int voters = 0; voters < SETS; voters++) {
            all.add(new Majority(set(voters)));
        }
        Random random = new Random(0x5EED);
        for (int i = 0; i < 150; i++) {
            all.add(hierarchical(random));
        }
        return all;
    }

    /** Servers in groups, some of them no voters, with weights of which many are zero. */
    private static Hierarchical hierarchical(Random random) {
        Map<Long, SortedSet<Long>> groups = new TreeMap<>();
        Map<Long, Long> weights = new TreeMap<>();
        SortedSet<Long> voters = set(random.nextInt(SETS));
        int groupCount = 1 + random.nextInt(4);
        for (long sid = 0; sid < SERVERS; sid++) {
            boolean grouped = voters.contains(sid) || random.nextBoolean();
            if (grouped) {
                long group = random.nextInt(groupCount);
                groups.computeIfAbsent(group, g -> new TreeSet<>()).add(sid);
            }
            if (!voters.contains(sid) || random.nextInt(3) > 0) {
                weights.put(sid, (long) random.nextInt(4));
            }
        }
        return new Hierarchical(voters, groups, weights);
    }

    private static boolean[] table(Quorums quorums) {
        boolean[] table = new boolean[SETS];
        for (int bits = 0; bits < SETS; bits++) {
            table[bits] = quorums.containsQuorum(set(bits));
        }
        return table;
    }

    private static int weightyVoters(Quorums quorums) {
        int bits = 0;
        for (long sid = 0; sid < SERVERS; sid++) {
            if (quorums.weight(sid) > 0) {
                assertThat(quorums.voters()).contains(sid);
                bits |= 1 << sid;
            }
        }
        return bits;
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void anyTwoQuorumsShareAVoterOfWeight(Quorums quorums) {
        boolean[] table = table(quorums);
        int weighty = weightyVoters(quorums);
        for (int a = 0; a < SETS; a++) {
            for (int b = 0; b <= a; b++) {
                if (table[a] && table[b] && (a & b & weighty) == 0) {
                    throw new AssertionError(quorums + ": " + set(a) + " and " + set(b));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void aLargerSetIsAQuorumToo(Quorums quorums) {
        boolean[] table = table(quorums);
        for (int bits = 0; bits < SETS; bits++) {
            for (int sid = 0; sid < SERVERS; sid++) {
                if (table[bits] && !table[bits | 1 << sid]) {
                    throw new AssertionError(quorums + ": " + set(bits) + " and " + sid);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void whoHasNoVoteOrNoWeightNeverCounts(Quorums quorums) {
        boolean[] table = table(quorums);
        int weighty = weightyVoters(quorums);
        for (int bits = 0; bits < SETS; bits++) {
            assertThat(table[bits]).isEqualTo(table[bits & weighty]);
        }
        SortedSet<Long> strangers = sids(-1, -2, 100, 101, 102, 103, 104, Long.MAX_VALUE);
        assertThat(quorums.containsQuorum(strangers)).isFalse();
        assertThat(quorums.weight(100)).isZero();
        assertThat(quorums.containsQuorum(Set.of())).isFalse();
    }

    @Test
    void majorityIsMoreThanHalf() {
        for (int voters = 0; voters < SETS; voters++) {
            Majority majority = new Majority(set(voters));
            for (int bits = 0; bits < SETS; bits++) {
                assertThat(majority.containsQuorum(set(bits)))
                        .isEqualTo(2 * Integer.bitCount(bits & voters) > Integer.bitCount(voters));
            }
        }
    }

    @Test
    void hierarchicalIsMoreThanHalfInMoreThanHalf() {
        Map<Long, SortedSet<Long>> groups =
                Map.of(1L, sids(0, 1, 2), 2L, sids(3, 4, 5), 3L, sids(6));
        Hierarchical three = new Hierarchical(sids(0, 1, 2, 3, 4, 5, 6), groups, Map.of());
        assertThat(three.containsQuorum(sids(0, 1, 3, 4))).isTrue();
        assertThat(three.containsQuorum(sids(0, 1, 6))).isTrue();
        assertThat(three.containsQuorum(sids(0, 1, 2, 3))).isFalse();
        assertThat(three.containsQuorum(sids(0, 3, 6))).isFalse();

        Hierarchical two = new Hierarchical(sids(0, 1, 2, 3, 4, 5, 6), groups, Map.of(6L, 0L));
        assertThat(two.containsQuorum(sids(0, 1, 6)))
                .as("a group without weight does not count")
                .isFalse();
        assertThat(two.containsQuorum(sids(0, 1, 4, 5))).isTrue();

        Hierarchical heavy =
                new Hierarchical(sids(0, 1, 2), Map.of(1L, sids(0, 1, 2)), Map.of(0L, 3L));
        assertThat(heavy.containsQuorum(sids(0))).isTrue();
        assertThat(heavy.containsQuorum(sids(1, 2))).isFalse();
    }

    @Test
    void aMemberThatDoesNotVoteStillHasToBeOutweighed() {
        Hierarchical quorums =
                new Hierarchical(sids(0, 1), Map.of(1L, sids(0, 1, 2)), Map.of(2L, 2L));
        assertThat(quorums.containsQuorum(sids(0, 1, 2)))
                .as("2 of 4, for the observer brings nothing")
                .isFalse();
        assertThat(quorums.weight(2)).isZero();
    }

    @Test
    void nothingWithoutWeight() {
        Hierarchical none =
                new Hierarchical(sids(0, 1), Map.of(1L, sids(0, 1)), Map.of(0L, 0L, 1L, 0L));
        assertThat(none.containsQuorum(sids(0, 1))).isFalse();
    }

    @Test
    void refusesGroupsThatDoNotFit() {
        refused(sids(0, 1), Map.of(1L, sids(0)), Map.of(), "server 1 is in no group");
        refused(sids(0), Map.of(1L, sids(0), 2L, sids(0)), Map.of(), "server 0 is in two groups");
        refused(sids(0), Map.of(1L, sids(0, 5)), Map.of(), "group.1 names server 5");
        refused(sids(0), Map.of(1L, sids(0)), Map.of(0L, -1L), "may not be negative");
        refused(
                sids(0, 1),
                Map.of(1L, sids(0, 1)),
                Map.of(0L, Long.MAX_VALUE),
                "add up to more than");
    }

    private static void refused(
            SortedSet<Long> voters,
            Map<Long, SortedSet<Long>> groups,
            Map<Long, Long> weights,
            String message) {
        assertThatThrownBy(() -> new Hierarchical(voters, groups, weights))
                .isInstanceOf(InvalidMembershipException.class)
                .hasMessageContaining(message);
    }
}
