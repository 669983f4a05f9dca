package zabra.server.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zabra.consensus.quorum.Membership;
import zabra.peer.ensemble.MemberOptions;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.QuorumPortsConfig;
import zabra.server.config.ServerConfig;
import zabra.server.config.WordsConfig;

/** What members of an ensemble of Apache ZooKeeper 3.9.5 answered in the same situation. */
class MemberWordsTest {
    private static final String SERVERS =
            """
            server.1=127.0.0.1:22881:23881:participant;0.0.0.0:22181
            server.2=127.0.0.1:22882:23882:participant;0.0.0.0:22182
            server.3=127.0.0.1:22883:23883:observer;0.0.0.0:22183
            server.4=127.0.0.1:22884:23884:participant;0.0.0.0:22184
            version=0\
            """;

    private final FakeServerFacts facts = new FakeServerFacts();
    private final FakeMember member = new FakeMember();

    @BeforeEach
    void aMember() {
        facts.member = member;
    }

    private String ask(String word, long sid) {
        EnsembleConfig ensemble =
                new EnsembleConfig(
                        sid,
                        Membership.parse(SERVERS),
                        sid == 3,
                        10,
                        5,
                        500,
                        0.33,
                        false,
                        false,
                        QuorumPortsConfig.DEFAULT,
                        MemberOptions.DEFAULT);
        ServerConfig config =
                ServerConfig.standalone(Path.of("/d"), 22181)
                        .withWords(new WordsConfig(Set.of("*")))
                        .withEnsemble(Optional.of(ensemble));
        int code = ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)).getInt();
        return new String(
                new FourLetterWords(facts, config).answer(code, 0), StandardCharsets.UTF_8);
    }

    @Test
    void srvrOfALeaderTellsTheSizesOfProposals() {
        facts.mode = "leader";
        member.leader = Optional.of(new MemberFacts.Leader(2, 1, 0, 1, 0, 87039));
        assertThat(ask("srvr", 2))
                .endsWith("Mode: leader\nNode count: 7\nProposal sizes last/min/max: 48/48/212\n");
        member.leader = Optional.empty();
        facts.mode = "follower";
        assertThat(ask("srvr", 2)).endsWith("Mode: follower\nNode count: 7\n");
    }

    @Test
    void confTellsTheMembershipAndEndsWithoutANewline() {
        String limits = "initLimit=10\nsyncLimit=5\nelectionAlg=3\n";
        assertThat(ask("conf", 2))
                .endsWith(
                        limits
                                + "electionPort=23882\nquorumPort=22882\npeerType=0\nmembership: \n"
                                + SERVERS);
        assertThat(ask("conf", 3))
                .endsWith(
                        limits
                                + "electionPort=23883\nquorumPort=22883\npeerType=1\nmembership: \n"
                                + SERVERS);
    }

    @Test
    void mntrOfALeaderTellsWhoFollows() {
        facts.mode = "leader";
        member.leader = Optional.of(new MemberFacts.Leader(2, 1, 0, 1, 0, 87039));
        assertThat(ask("mntr", 2).lines().toList())
                .contains(
                        "zk_server_state\tleader",
                        "zk_peer_state\tleading - broadcast",
                        "zk_quorum_size\t3",
                        "zk_learners\t2",
                        "zk_followers\t2",
                        "zk_synced_followers\t1",
                        "zk_synced_non_voting_followers\t0",
                        "zk_synced_observers\t1",
                        "zk_pending_syncs\t0",
                        "zk_leader_uptime\t87039",
                        "zk_last_proposal_size\t48",
                        "zk_min_proposal_size\t48",
                        "zk_max_proposal_size\t212")
                .startsWith(
                        "zk_version\t" + ServerVersion.CURRENT.asReference(),
                        "zk_server_state\tleader",
                        "zk_peer_state\tleading - broadcast");
    }

    @Test
    void mntrOfAFollowerTellsNothingThatOnlyALeaderKnows() {
        facts.mode = "follower";
        assertThat(ask("mntr", 2))
                .contains("zk_quorum_size\t3\n")
                .doesNotContain("learners", "synced", "pending_syncs", "proposal_size");
    }

    @Test
    void dumpOfAFollowerTellsTimeoutsNotDeadlines() {
        member.timeouts.put(0x200001b73910000L, 4000);
        member.timeouts.put(0x100001b73910001L, 30000);
        assertThat(ask("dump", 2))
                .startsWith(
                        """
                        SessionTracker dump:
                        Global Sessions(2):
                        0x100001b73910001\t30000ms
                        0x200001b73910000\t4000ms
                        ephemeral nodes dump:
                        """);
        member.leader = Optional.of(new MemberFacts.Leader(0, 0, 0, 0, 0, 0));
        assertThat(ask("dump", 2)).startsWith("SessionTracker dump:\nSession Sets (0)/(0):\n");
    }

    private static final class FakeMember implements MemberFacts {
        private final SortedMap<Long, Integer> timeouts = new TreeMap<>();
        private Optional<Leader> leader = Optional.empty();

        @Override
        public String peerState() {
            return leader.isPresent() ? "leading - broadcast" : "following - broadcast";
        }

        @Override
        public int voterCount() {
            return 3;
        }

        @Override
        public Optional<Leader> leader() {
            return leader;
        }

        @Override
        public Optional<ServerFacts.Sizes> proposalBytes() {
            return leader.map(_ -> new ServerFacts.Sizes(48, 48, 212));
        }

        @Override
        public SortedMap<Long, Integer> globalSessionTimeouts() {
            return timeouts;
        }
    }
}
