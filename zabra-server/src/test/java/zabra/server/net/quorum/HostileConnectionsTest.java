package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static zabra.server.net.quorum.ElectionConnectionsTest.introduce;
import static zabra.server.net.quorum.ElectionConnectionsTest.readVote;
import static zabra.server.net.quorum.ElectionConnectionsTest.sendVote;
import static zabra.server.net.quorum.TestEnsemble.vote;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.quorum.InitialMessage;
import zabra.server.net.quorum.RecordingInbox.Reachable;
import zabra.server.net.quorum.RecordingInbox.Vote;
import zabra.server.net.quorum.TestEnsemble.Server;
import zabra.server.run.Fatal;

@Timeout(60)
class HostileConnectionsTest {
    private final TestEnsemble ensemble = new TestEnsemble();

    @AfterEach
    void stop() {
        ensemble.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fffffffffffffffe",
                "fffffffffffeffff",
                "ffffffffffff0000000000000000000300000000",
                "ffffffffffff0000000000000000000300000801",
                "ffffffffffff00000000000000000003ffffffff",
                "ffffffffffff000000000000000000030000000361626364",
                "ffffffffffff00000000000000000003000000046162633a",
                // Nobody, somebody negative, and ourselves.
                "ffffffffffff00007fffffffffffffff00000005613a31313131",
                "ffffffffffff0000ffffffffffffffff00000005613a31313131",
                "0000000000000001"
            })
    void whoDoesNotIntroduceItselfWellIsClosed(String hex) throws IOException {
        Server one = ensemble.start(1);
        try (Socket call = one.connectElection()) {
            call.getOutputStream().write(HexFormat.of().parseHex(hex));
            assertClosed(call);
        }
        assertThat(one.inbox().rest()).isEmpty();
    }

    @Test
    void aMalformedNotificationIsPassedOverAFrameIsNot() throws IOException {
        Server one = ensemble.start(1);
        try (Socket call = one.connectElection()) {
            introduce(call, InitialMessage.Form.V1, 3, 4711);
            DataOutputStream out = new DataOutputStream(call.getOutputStream());
            for (int length : new int[] {1, 27, 36, 41, 524_288}) {
                out.writeInt(length);
                byte[] body = new byte[length];
                Arrays.fill(body, (byte) 0x7f);
                out.write(body);
            }
            sendVote(call, vote(5));
            assertThat(one.inbox().next(Vote.class)).isEqualTo(new Vote(3, vote(5)));
            out.writeInt(524_289);
            assertClosed(call);
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, false));
        }
    }

    @Test
    void strangersThatSayNothingMakeRoomForOthers() throws IOException {
        Server one = ensemble.start(1, TestEnsemble.options(600_000, 3, 1 << 20, 1 << 20));
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                silent.add(one.connectElection());
                silent.add(one.connectQuorum());
            }
            // The oldest of each.
            assertClosed(silent.get(0));
            assertClosed(silent.get(1));
            try (Socket call = one.connectElection()) {
                introduce(call, InitialMessage.Form.V1, 3, 4711);
                sendVote(call, vote(5));
                assertThat(one.inbox().next(Vote.class)).isEqualTo(new Vote(3, vote(5)));
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void strangersHaveATime() throws IOException {
        Server one = ensemble.start(1, TestEnsemble.options(1, 64, 1 << 20, 1 << 20));
        try (Socket election = one.connectElection();
                Socket quorum = one.connectQuorum()) {
            assertClosed(election);
            assertClosed(quorum);
        }
    }

    @Test
    void nobodyKnownMaySendMuchBeforeItsFirstMessage() throws IOException {
        Server one = ensemble.start(1);
        try (Socket call = one.connectQuorum()) {
            DataOutputStream out = new DataOutputStream(call.getOutputStream());
            out.writeInt(1);
            out.writeLong(-1);
            out.writeInt(1 << 20);
            try {
                out.write(new byte[100_000]);
            } catch (SocketException _) {
                // Closed before all was written.
            }
            assertClosed(call);
        }
        assertThat(one.inbox().rest()).isEmpty();
    }

    @Test
    void aFloodOfVotesIsReadInPieces() throws IOException {
        Server one = ensemble.start(1);
        try (Socket flood = one.connectElection()) {
            introduce(flood, InitialMessage.Form.V1, 3, 4711);
            for (int i = 1; i <= 250; i++) {
                sendVote(flood, vote(i));
            }
            for (int i = 1; i <= 250; i++) {
                assertThat(one.inbox().next(Vote.class)).isEqualTo(new Vote(3, vote(i)));
            }
        }
    }

    @Test
    void rubbishHarmsNobodyElse() throws IOException {
        long seed = 42;
        Random random = new Random(seed);
        Server one = ensemble.start(1);
        try (Socket good = one.connectElection()) {
            introduce(good, InitialMessage.Form.V1, 3, 4711);
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
            for (int i = 0; i < 200; i++) {
                try (Socket bad = i % 2 == 0 ? one.connectElection() : one.connectQuorum()) {
                    if (i % 4 == 0) {
                        introduce(bad, InitialMessage.Form.V1, 1000, 4711);
                    }
                    byte[] rubbish = new byte[1 + random.nextInt(300)];
                    random.nextBytes(rubbish);
                    for (int at = 0; at < 8 && at < rubbish.length && i % 3 == 0; at++) {
                        rubbish[at] = (byte) random.nextInt(3);
                    }
                    bad.getOutputStream().write(rubbish);
                } catch (SocketException _) {
                    // Closed before all was written.
                }
            }
            sendVote(good, vote(5));
            RecordingInbox.Vote heard = one.inbox().next(Vote.class);
            while (heard.from() != 3) {
                heard = one.inbox().next(Vote.class);
            }
            assertThat(heard).isEqualTo(new Vote(3, vote(5)));
            one.vote(3, vote(6));
            assertThat(readVote(good)).isEqualTo(vote(6));
        }
        assertThat(one.fatal().isEnding()).isFalse();
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatNamesIt() throws IOException {
        try (ServerSocket taken = ElectionConnectionsTest.listen()) {
            ensemble.played(1, taken.getLocalPort(), 1);
            QuorumNetwork network =
                    new QuorumNetwork(
                            1,
                            ensemble::membership,
                            TestEnsemble.OPTIONS,
                            new FakeStorage(),
                            new Fatal());
            assertThatExceptionOfType(QuorumBindException.class)
                    .isThrownBy(() -> network.start(new RecordingInbox()))
                    .withMessageContaining("election port")
                    .withMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void allAddressesAreListenedOnWhereThatIsWanted() throws IOException {
        Server one = ensemble.start(1, TestEnsemble.OPTIONS.with(true, true));
        try (Socket call =
                new Socket(InetAddress.ofLiteral("127.0.0.2"), one.network().electionPort())) {
            introduce(call, InitialMessage.Form.V1, 3, 4711);
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
        }
    }

    /** By an end or by a reset. */
    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
