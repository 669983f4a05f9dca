package zabra.consensus.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.quorum.PeerAddress;

class MembershipTest {
    /** As ZooKeeper 3.9.5 holds it in /zookeeper/config. */
    private static final String CAPTURED =
            """
            server.1=127.0.0.1:24041:24051:participant;127.0.0.1:24031
            server.2=127.0.0.1:24042:24052:participant;127.0.0.1:24032
            server.4=127.0.0.1:24044:24054:observer;127.0.0.1:24034
            version=10000000d\
            """;

    /** As ZooKeeper 3.9.5 prints it. */
    private static final String HIERARCHICAL =
            """
            server.1=127.0.0.1:1:2:participant
            server.2=127.0.0.1:3:4:participant
            server.3=127.0.0.1:5:6:observer
            server.4=127.0.0.1:7:8:participant;0.0.0.0:9
            group.1=1:2:3
            group.2=4
            weight.1=1
            weight.2=1
            weight.3=2
            weight.4=1
            version=1f\
            """;

    @Test
    void readsAndPrintsWhatZooKeeperHolds() {
        Membership membership = Membership.parse(CAPTURED);
        assertThat(membership.version()).isEqualTo(0x1_0000_000dL);
        assertThat(membership.voters()).containsExactly(1L, 2L);
        assertThat(membership.isVoter(4)).isFalse();
        Member observer = membership.members().get(4L);
        assertThat(observer.role()).isEqualTo(Member.Role.OBSERVER);
        assertThat(observer.client()).contains(new PeerAddress("127.0.0.1", 24034));
        assertThat(observer.endpoints().getFirst().quorumAddress())
                .isEqualTo(new PeerAddress("127.0.0.1", 24044));
        assertThat(observer.endpoints().getFirst().electionAddress())
                .isEqualTo(new PeerAddress("127.0.0.1", 24054));
        assertThat(membership.text()).isEqualTo(CAPTURED);
        assertThat(membership.quorums().containsQuorum(Set.of(1L, 4L))).isFalse();
    }

    @Test
    void readsAndPrintsGroups() {
        Membership membership = Membership.parse(HIERARCHICAL);
        assertThat(membership.text()).isEqualTo(HIERARCHICAL);
        assertThat(membership.quorums().containsQuorum(Set.of(1L, 2L, 4L)))
                .as("group 1 weighs 4, its observer half of it")
                .isFalse();
        assertThat(membership.quorums()).isInstanceOf(Hierarchical.class);
        assertThat(
                        Membership.parse(HIERARCHICAL.replace("weight.1=1\n", ""))
                                .hasSameMembers(membership))
                .as("a weight of 1 need not be said")
                .isTrue();
    }

    /** What ZooKeeper 3.9.5 makes of each line. */
    @ParameterizedTest
    @CsvSource({
        "a:1:2, a:1:2:participant",
        "a:1:2;3, a:1:2:participant;0.0.0.0:3",
        "a:1:2;, a:1:2:participant",
        "a:1:2:OBSERVER;3, a:1:2:observer;0.0.0.0:3",
        "a:1:2:participant;b:3, a:1:2:participant;b:3",
        "a:1:2|b:3:4, a:1:2|b:3:4:participant",
        "a:1:2|b:3:4:observer;5, a:1:2|b:3:4:observer;0.0.0.0:5",
        "a:1:2:observer|b:3:4;5, a:1:2|b:3:4:observer;0.0.0.0:5",
        "a:1:2:observer|b:3:4:observer;5, a:1:2|b:3:4:observer;0.0.0.0:5",
        "[::1]:1:2;[::1]:3, [::1]:1:2:participant;[::1]:3",
        "a:1:2;0, a:1:2:participant;0.0.0.0:0",
    })
    void readsAServerLine(String line, String printed) {
        Member member = Member.parse(7, line);
        assertThat(member).hasToString(printed);
        assertThat(Member.parse(7, printed)).isEqualTo(member);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a:1",
                "a:1:1",
                "a:0:2",
                "a:1:0",
                "a:1:70000",
                "a:-1:2",
                "a:1:2:foo",
                "a:1:2:participant:x",
                "a:1:2;h:x",
                "a:1:2;b:3;4",
                "a:1:2; 3",
                "a : 1 : 2",
                ":1:2",
                "::1:1:2",
                "[::1:1:2",
                "[::1]x:1:2",
                "a:1:2|",
                "|a:1:2",
                "a:1:2;[::1]",
                "a:1:2;:3",
                "a:1:2:observer|b:3:4:participant",
                "a:1:2,b:3:4",
                "a:1:2:"
            })
    void refusesAServerLine(String line) {
        assertThatThrownBy(() -> Member.parse(7, line))
                .isInstanceOf(InvalidMembershipException.class)
                .hasMessageStartingWith("server.7=" + line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "version=0 ! no participant",
                "server.1=a:1:2:observer ! no participant",
                "server.1=a:1:2~server.1=b:1:2 ! server.1 stands twice",
                "server.1=a:1:2~server.01=b:1:2 ! number 1 stands twice",
                "server.x=a:1:2 ! \"x\" is no number",
                "server.=a:1:2 ! is no number",
                "server.-1=a:1:2 ! negative",
                "server.1=a:1:2~foo=3 ! foo",
                "server.1=a:1:2~group=1 ! group: a config has",
                "server.1=a:1:2~oops ! oops: not key=value",
                "server.1=a:1:2~version=zz ! version=zz",
                "server.1=a:1:2~version= ! version=",
                "server.1=a:1:2~version=-1 ! version=-1",
                "server.1=a:1:2~version=ffffffffffffffff ! version=ffff",
                "server.1=a:1:2~weight.1=2 ! server 1 is in no group",
                "server.1=a:1:2~group.1=1:1 ! server 1 stands twice",
                "server.1=a:1:2~group.1=1: ! is no number",
                "server.1=a:1:2~group.1=1~group.2=1 ! two groups",
                "server.1=a:1:2~group.1=1,2 ! is no number",
                "server.1=a:1:2~group.1=1:2 ! names server 2",
            })
    void refusesAText(String text, String message) {
        assertThatThrownBy(() -> Membership.parse(text.strip().replace('~', '\n')))
                .isInstanceOf(InvalidMembershipException.class)
                .hasMessageContaining(message);
    }

    @Test
    void blanksCommentsAndOrderMeanNothing() {
        assertThat(
                        Membership.parse(
                                String.join(
                                        "\r\n",
                                        "# ours",
                                        "",
                                        "  version = 1F ",
                                        " server.2 = a:1:2",
                                        "server.1=b:1:2",
                                        "")))
                .isEqualTo(
                        Membership.majority(
                                0x1f, List.of(Member.parse(1, "b:1:2"), Member.parse(2, "a:1:2"))));
    }

    @Test
    void sameMembersWhateverTheVersionAndTheClients() {
        Membership captured = Membership.parse(CAPTURED);
        assertThat(captured.withVersion(9).hasSameMembers(captured)).isTrue();
        assertThat(captured.withVersion(9)).isNotEqualTo(captured);
        assertThat(captured.withVersion(9).text()).endsWith("\nversion=9");
        assertThat(same(captured, "127.0.0.1:24034", "127.0.0.1:24035")).isTrue();
        assertThat(same(captured, "observer", "participant")).isFalse();
        assertThat(same(captured, "24044", "24045")).isFalse();
        assertThat(same(captured, "server.4", "server.5")).isFalse();
        assertThat(same(captured, "version=10000000d", "group.1=1:2\nversion=1")).isFalse();
    }

    private static boolean same(Membership captured, String from, String to) {
        return captured.hasSameMembers(Membership.parse(CAPTURED.replace(from, to)));
    }

    @Test
    void cannotBeMadeInconsistent() {
        Member one =
                new Member(
                        1,
                        List.of(new Member.Endpoint("a", 1, 2)),
                        Member.Role.PARTICIPANT,
                        Optional.empty());
        assertThatThrownBy(() -> Membership.majority(0, List.of(one, one)))
                .isInstanceOf(InvalidMembershipException.class);
        Membership good = Membership.majority(0, List.of(one));
        assertThatThrownBy(() ->
                        new Membership(0, good.members(), Membership.parse(CAPTURED).quorums()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> good.members().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> good.voters().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5EED, 2, 3})
    void mutatedTextsAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        String alphabet = "server.group=weight:;|[]\n0123456789version \u00fc\u0000#";
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? CAPTURED : HIERARCHICAL);
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                text.setCharAt(random.nextInt(text.length()), c);
            }
            try {
                Membership membership = Membership.parse(text.toString());
                assertThat(Membership.parse(membership.text())).isEqualTo(membership);
                read++;
            } catch (InvalidMembershipException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(read).isGreaterThan(100);
    }
}
