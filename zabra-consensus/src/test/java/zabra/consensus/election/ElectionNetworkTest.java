package zabra.consensus.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zabra.consensus.election.Election.Vote;
import zabra.consensus.election.ElectionNetwork.Server;
import zabra.consensus.election.ElectionNetwork.Weather;
import zabra.consensus.quorum.Membership;

/** Whole elections; each failure names its seed. */
class ElectionNetworkTest {
    private static final int SEEDS = 60;

    static List<Membership> memberships() {
        return List.of(
                Ensembles.of(1, 1),
                Ensembles.of(2, 0),
                Ensembles.of(3, 0),
                Ensembles.of(3, 2),
                Ensembles.of(5, 1),
                Ensembles.weighted(1, 1, 0),
                Ensembles.weighted(3, 1, 1, 1, 1),
                Ensembles.hierarchical(3, false),
                Ensembles.hierarchical(3, true));
    }

    /** Servers with histories of chance. */
    private static ElectionNetwork network(long seed, Membership membership) {
        ElectionNetwork network = new ElectionNetwork(seed, membership);
        Random random = new Random(~seed);
        network.servers
                .values()
                .forEach(server -> {
                    server.currentEpoch = random.nextInt(2);
                    server.lastZxid = random.nextInt(3);
                });
        return network;
    }

    private static Vote best(ElectionNetwork network) {
        VoteOrder order = new VoteOrder(network.membership.quorums());
        Vote best = new Vote(Long.MIN_VALUE, 0, 0, 0);
        for (Server server : network.servers.values()) {
            Vote vote = new Vote(server.sid, server.lastZxid, server.currentEpoch, 0);
            if (server.running && order.isBetter(vote, best)) {
                best = vote;
            }
        }
        return best;
    }

    @ParameterizedTest
    @MethodSource("memberships")
    void electsTheBestOfAllWithoutAWaitWhereNothingIsLost(Membership membership) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ElectionNetwork network = network(seed, membership);
            network.startAll();
            Vote best = best(network);
            // Shorter than the wait for who may yet speak; observers ask again after a while.
            network.run(150, () -> voterDecisions(network).size() == membership.voters().size());
            SortedMap<Long, Vote> decisions = voterDecisions(network);
            assertThat(decisions.keySet()).as("seed %d", seed).containsAll(weighty(membership));
            network.run(5_000, network::isAgreed);
            assertThat(network.isAgreed()).as("seed %d", seed).isTrue();
            assertThat(network.leader().sid).as("seed %d", seed).isEqualTo(best.leader());
        }
    }

    private static SortedMap<Long, Vote> voterDecisions(ElectionNetwork network) {
        SortedMap<Long, Vote> decisions = new TreeMap<>();
        network.servers
                .values()
                .forEach(server -> {
                    if (server.decided != null && network.membership.isVoter(server.sid)) {
                        decisions.put(server.sid, server.decided);
                    }
                });
        return decisions;
    }

    private static SortedSet<Long> weighty(Membership membership) {
        SortedSet<Long> weighty = new TreeSet<>(membership.voters());
        weighty.removeIf(voter -> membership.quorums().weight(voter) == 0);
        return weighty;
    }

    @ParameterizedTest
    @MethodSource("memberships")
    void electsSomebodyAtLeastAsGoodAsAQuorumInFoulWeather(Membership membership) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ElectionNetwork network = network(seed, membership);
            network.weather = Weather.FOUL;
            VoteOrder order = new VoteOrder(membership.quorums());
            SortedMap<Long, Vote> initial = new TreeMap<>();
            network.servers.forEach((sid, server) ->
                    initial.put(sid, new Vote(sid, server.lastZxid, server.currentEpoch, 0)));
            network.startAll();
            network.run(60_000, () -> network.servers.values().stream().anyMatch(Server::leads));
            Vote elected = initial.get(network.leader().sid);
            SortedSet<Long> notBetter = new TreeSet<>(initial.keySet());
            notBetter.removeIf(sid -> order.isBetter(initial.get(sid), elected));
            assertThat(membership.quorums().containsQuorum(notBetter)).as("seed %d", seed).isTrue();

            network.run(120_000, network::isAgreed);
            assertThat(network.isAgreed()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void whoRestartsAlwaysFindsBack() {
        for (long seed = 0; seed < 20; seed++) {
            ElectionNetwork network = network(seed, Ensembles.of(5, 1));
            Random random = new Random(seed);
            network.startAll();
            for (int round = 0; round < 40; round++) {
                network.weather = round % 2 == 0 ? Weather.FAIR : Weather.FOUL;
                network.run(60_000, network::isAgreed);
                assertThat(network.isAgreed()).as("seed %d, round %d", seed, round).isTrue();
                Server server = network.servers.get(1L + round % 6);
                server.stop();
                network.run(random.nextInt(3_000), () -> false);
                network.servers.values().forEach(other -> other.lastZxid += random.nextInt(2));
                server.start();
            }
        }
    }

    @Test
    void electsWithoutThoseThatAreDown() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ElectionNetwork network = network(seed, Ensembles.of(5, 0));
            for (long sid : new long[] {1, 3, 4}) {
                network.servers.get(sid).start();
            }
            Vote best = best(network);
            network.run(150, network::isAgreed);
            assertThat(network.isAgreed()).as("seed %d", seed).isTrue();
            assertThat(network.leader().sid).isEqualTo(best.leader());
        }
    }

    @Test
    void aLeaderThatLeavesIsSucceededWithoutAWait() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ElectionNetwork network = network(seed, Ensembles.of(3, 0));
            network.startAll();
            network.run(5_000, network::isAgreed);
            Server leader = network.leader();
            network.servers.values().forEach(server -> server.lastZxid = 9);
            long successor = leader.sid == 3 ? 2 : 3;
            leader.election.leave(successor, 9, leader.currentEpoch, network.now);
            leader.decided = null;
            network.servers
                    .values()
                    .forEach(server -> {
                        if (server != leader) {
                            server.look();
                        }
                    });
            long before = network.now;
            network.run(
                    5_000,
                    () ->
                            network.servers.values().stream()
                                    .allMatch(server -> server == leader || server.epoch > 0));
            assertThat(network.leader().sid).as("seed %d", seed).isEqualTo(successor);
            assertThat(network.now - before).as("seed %d", seed).isLessThan(150);
            leader.stop();
            assertThat(network.isAgreed()).as("seed %d", seed).isTrue();
        }
    }
}
