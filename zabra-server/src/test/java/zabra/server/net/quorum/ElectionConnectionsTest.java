package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.server.net.quorum.TestEnsemble.vote;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerAddress;
import zabra.server.net.quorum.RecordingInbox.Reachable;
import zabra.server.net.quorum.RecordingInbox.Vote;
import zabra.server.net.quorum.TestEnsemble.Server;

@Timeout(60)
class ElectionConnectionsTest {
    private final TestEnsemble ensemble = new TestEnsemble();

    @AfterEach
    void stop() {
        ensemble.close();
    }

    // ---- two of ours

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void votesTravelWhoeverSpeaksFirst(long first, long second) {
        Server one = ensemble.start(first);
        Server other = ensemble.start(second);
        one.vote(second, vote(7));
        assertThat(other.inbox().next(Vote.class)).isEqualTo(new Vote(first, vote(7)));
        other.vote(first, vote(8));
        assertThat(one.inbox().next(Vote.class)).isEqualTo(new Vote(second, vote(8)));
        assertThat(one.inbox().next()).isEqualTo(new Reachable(second, true));
        assertThat(other.inbox().next()).isEqualTo(new Reachable(first, true));
        assertThat(one.inbox().rest()).isEmpty();
        assertThat(other.inbox().rest()).isEmpty();
    }

    @Test
    void bothMayDialAtOnce() {
        Server one = ensemble.start(1);
        Server two = ensemble.start(2);
        one.network().sendVote(2, vote(1));
        two.network().sendVote(1, vote(2));
        one.network().flush();
        two.network().flush();
        assertThat(one.inbox().next(Vote.class)).isEqualTo(new Vote(2, vote(2)));
        assertThat(two.inbox().next(Vote.class)).isEqualTo(new Vote(1, vote(1)));
        assertThat(one.inbox().next(Reachable.class)).isEqualTo(new Reachable(2, true));
        assertThat(two.inbox().next(Reachable.class)).isEqualTo(new Reachable(1, true));
    }

    @Test
    void nothingLeavesBeforeTheTurnIsOver() {
        Server one = ensemble.start(1);
        Server two = ensemble.start(2);
        two.network().sendVote(1, vote(1));
        one.vote(2, vote(2));
        assertThat(two.inbox().next(Vote.class).notification()).isEqualTo(vote(2));
        two.network().sendVote(1, vote(3));
        two.network().flush();
        assertThat(one.inbox().next(Vote.class).notification()).isEqualTo(vote(3));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void aServerThatGoesIsUnreachableUntilItIsBack(long stays, long goes) {
        Server one = ensemble.start(stays);
        Server other = ensemble.start(goes);
        one.vote(goes, vote(7));
        assertThat(other.inbox().next(Vote.class)).isEqualTo(new Vote(stays, vote(7)));
        assertThat(one.inbox().next()).isEqualTo(new Reachable(goes, true));
        ensemble.stop(goes);
        assertThat(one.inbox().next()).isEqualTo(new Reachable(goes, false));
        Server again = ensemble.start(goes);
        if (goes > stays) {
            // It is the one that calls.
            again.vote(stays, vote(8));
        }
        // What may have been lost is said again.
        assertThat(again.inbox().next(Vote.class)).isEqualTo(new Vote(stays, vote(7)));
        Reachable last = one.inbox().next(Reachable.class);
        while (!last.reachable()) {
            last = one.inbox().next(Reachable.class);
        }
        assertThat(last).isEqualTo(new Reachable(goes, true));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void aRefusedConnectionIsReported(long caller, long absent) {
        ensemble.absent(absent);
        Server one = ensemble.start(caller);
        one.network().dialVoters();
        assertThat(one.inbox().next()).isEqualTo(new Reachable(absent, false));
        one.vote(absent, vote(1));
        assertThat(one.inbox().next()).isEqualTo(new Reachable(absent, false));
    }

    @Test
    void votersAreDialedOnDemand() {
        Server one = ensemble.start(1);
        Server two = ensemble.start(2);
        Server three = ensemble.start(3);
        two.network().dialVoters();
        assertThat(one.inbox().next()).isEqualTo(new Reachable(2, true));
        assertThat(three.inbox().next()).isEqualTo(new Reachable(2, true));
        assertThat(List.of(two.inbox().next(), two.inbox().next()))
                .containsExactlyInAnyOrder(new Reachable(1, true), new Reachable(3, true));
    }

    @Test
    void theNewestVoteReplacesOneThatWaits() {
        Server one = ensemble.start(1);
        Server two = ensemble.start(2);
        for (int i = 1; i <= 1000; i++) {
            one.network().sendVote(2, vote(i));
        }
        one.network().flush();
        // While the connection is made all but the last are replaced.
        assertThat(two.inbox().next(Vote.class).notification()).isEqualTo(vote(1000));
    }

    // ---- bytes

    @Test
    void theSmallerSaysWhoItIsAndCloses() throws IOException {
        try (ServerSocket three = listen()) {
            ensemble.played(3, three.getLocalPort(), 1);
            Server one = ensemble.start(1);
            one.vote(3, vote(7));
            String own = "127.0.0.1:" + one.network().electionPort();
            try (Socket asked = three.accept()) {
                byte[] all = asked.getInputStream().readAllBytes();
                assertThat(HexFormat.of().formatHex(all))
                        .isEqualTo(
                                "ffffffffffff0000"
                                        + "0000000000000001"
                                        + "000000%02x".formatted(own.length())
                                        + HexFormat.of()
                                                .formatHex(
                                                        own.getBytes(StandardCharsets.US_ASCII)));
            }
            try (Socket call = one.connectElection()) {
                introduce(call, InitialMessage.Form.V1, 3, three.getLocalPort());
                assertThat(readVote(call)).isEqualTo(vote(7));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LEGACY", "V1", "V2"})
    void everyFormOfIntroductionIsUnderstood(InitialMessage.Form form) throws IOException {
        Server one = ensemble.start(1);
        ensemble.absent(3);
        try (Socket call = one.connectElection()) {
            introduce(call, form, 3, 4711);
            sendVote(call, vote(9));
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
            assertThat(one.inbox().next()).isEqualTo(new Vote(3, vote(9)));
        }
    }

    @Test
    void aCapturedIntroductionAndVoteAreUnderstood() throws IOException {
        Server one = ensemble.start(1);
        ensemble.absent(3);
        try (Socket call = one.connectElection()) {
            call.getOutputStream()
                    .write(
                            HexFormat.of()
                                    .parseHex(
                                            "ffffffffffff000000000000000000030000000f"
                                                    + "3132372e302e302e313a3232303333"
                                                    + "00000035000000000000000000000003"
                                                    + "00000000000000000000000000000001"
                                                    + "00000000000000000000000200000009"
                                                    + "76657273696f6e3d30"));
            Notification got = one.inbox().next(Vote.class).notification();
            assertThat(got.leader()).isEqualTo(3);
            assertThat(got.electionEpoch()).isEqualTo(1);
            assertThat(got.config()).isEqualTo("version=0");
        }
    }

    @Test
    void aNewConnectionReplacesTheOldWithoutALoss() throws IOException {
        Server one = ensemble.start(1);
        ensemble.absent(5);
        try (Socket first = one.connectElection();
                Socket second = one.connectElection()) {
            introduce(first, InitialMessage.Form.V1, 5, 4711);
            sendVote(first, vote(1));
            assertThat(one.inbox().next()).isEqualTo(new Reachable(5, true));
            assertThat(one.inbox().next()).isEqualTo(new Vote(5, vote(1)));
            one.vote(5, vote(2));
            assertThat(readVote(first)).isEqualTo(vote(2));
            introduce(second, InitialMessage.Form.V1, 5, 4711);
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            // Said again, for it may have been lost.
            assertThat(readVote(second)).isEqualTo(vote(2));
            sendVote(second, vote(3));
            assertThat(one.inbox().next()).isEqualTo(new Reachable(5, true));
            assertThat(one.inbox().next()).isEqualTo(new Vote(5, vote(3)));
            second.shutdownOutput();
            assertThat(one.inbox().next()).isEqualTo(new Reachable(5, false));
        }
    }

    @Test
    void theSmallerIsCalledBackWhereItSaysItIs() throws IOException {
        ensemble.absent(2);
        Server four = ensemble.start(4);
        try (ServerSocket two = listen();
                Socket asks = four.connectElection()) {
            introduce(asks, InitialMessage.Form.V1, 2, two.getLocalPort());
            assertThat(asks.getInputStream().read()).isEqualTo(-1);
            try (Socket first = two.accept()) {
                assertThat(readInitial(first).sid()).isEqualTo(4);
                assertThat(four.inbox().next()).isEqualTo(new Reachable(2, true));
                four.vote(2, vote(6));
                assertThat(readVote(first)).isEqualTo(vote(6));
                // It lost the connection, we have not noticed.
                try (Socket asksAgain = four.connectElection()) {
                    introduce(asksAgain, InitialMessage.Form.V1, 2, two.getLocalPort());
                    try (Socket second = two.accept()) {
                        assertThat(readInitial(second).sid()).isEqualTo(4);
                        assertThat(readVote(second)).isEqualTo(vote(6));
                        assertThat(first.getInputStream().read()).isEqualTo(-1);
                        assertThat(four.inbox().next()).isEqualTo(new Reachable(2, true));
                    }
                }
            }
        }
    }

    @Test
    void theSmallerIsCalledBackWhereTheConfigSaysFirst() throws IOException {
        try (ServerSocket configured = listen();
                ServerSocket elsewhere = listen()) {
            ensemble.played(2, configured.getLocalPort(), 1);
            Server four = ensemble.start(4);
            try (Socket asks = four.connectElection()) {
                introduce(asks, InitialMessage.Form.V1, 2, elsewhere.getLocalPort());
                try (Socket call = configured.accept()) {
                    assertThat(readInitial(call).sid()).isEqualTo(4);
                    assertThat(four.inbox().next()).isEqualTo(new Reachable(2, true));
                }
            }
        }
    }

    @Test
    void aConnectionIsNotTrustedWhoseOwnerCallsAndCannotBeReached() throws IOException {
        ensemble.absent(2);
        Server four = ensemble.start(4);
        try (Socket asks = four.connectElection();
                Socket asksAgain = four.connectElection()) {
            Socket first;
            try (ServerSocket two = listen()) {
                introduce(asks, InitialMessage.Form.V1, 2, two.getLocalPort());
                first = two.accept();
            }
            assertThat(four.inbox().next()).isEqualTo(new Reachable(2, true));
            introduce(asksAgain, InitialMessage.Form.LEGACY, 2, 0);
            assertThat(four.inbox().next()).isEqualTo(new Reachable(2, false));
            first.close();
        }
    }

    @Test
    void aServerThatTheConfigDoesNotNameIsHeardAndAnswered() throws IOException {
        Server one = ensemble.start(1);
        try (Socket call = one.connectElection()) {
            introduce(call, InitialMessage.Form.V1, 77, 4711);
            sendVote(call, vote(9));
            assertThat(one.inbox().next(Vote.class)).isEqualTo(new Vote(77, vote(9)));
            one.vote(77, vote(10));
            assertThat(readVote(call)).isEqualTo(vote(10));
        }
    }

    @Test
    void onlySoManyServersThatTheConfigDoesNotNameAreHeard() throws IOException {
        Server one = ensemble.start(1);
        List<Socket> calls = new ArrayList<>();
        try {
            for (int sid = 71; sid <= 75; sid++) {
                Socket call = one.connectElection();
                calls.add(call);
                introduce(call, InitialMessage.Form.V1, sid, 4711);
                if (sid < 75) {
                    assertThat(one.inbox().next()).isEqualTo(new Reachable(sid, true));
                }
            }
            assertThat(calls.getLast().getInputStream().read()).isEqualTo(-1);
            calls.getFirst().close();
            assertThat(one.inbox().next()).isEqualTo(new Reachable(71, false));
            Socket call = one.connectElection();
            calls.add(call);
            introduce(call, InitialMessage.Form.V1, 76, 4711);
            assertThat(one.inbox().next()).isEqualTo(new Reachable(76, true));
        } finally {
            for (Socket call : calls) {
                call.close();
            }
        }
    }

    static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    static void introduce(Socket socket, InitialMessage.Form form, long sid, int port)
            throws IOException {
        JuteWriter out = new JuteWriter();
        List<PeerAddress> addresses =
                form == InitialMessage.Form.LEGACY
                        ? List.of()
                        : List.of(new PeerAddress("127.0.0.1", port));
        new InitialMessage(form, sid, addresses).write(out);
        socket.getOutputStream().write(out.toByteArray());
    }

    static void sendVote(Socket socket, Notification notification) throws IOException {
        JuteWriter out = new JuteWriter();
        notification.write(out);
        new DataOutputStream(socket.getOutputStream()).write(out.toByteArray());
    }

    static Notification readVote(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return Notification.read(new JuteReader(body));
    }

    static InitialMessage readInitial(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] head = new byte[20];
        in.readFully(head);
        byte[] all = Arrays.copyOf(head, 20 + head[19]);
        in.readFully(all, 20, head[19]);
        return InitialMessage.read(new JuteReader(all));
    }
}
