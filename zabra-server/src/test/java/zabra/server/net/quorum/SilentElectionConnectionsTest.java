package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.server.net.quorum.ElectionConnectionsTest.introduce;
import static zabra.server.net.quorum.ElectionConnectionsTest.listen;
import static zabra.server.net.quorum.ElectionConnectionsTest.readInitial;
import static zabra.server.net.quorum.ElectionConnectionsTest.readVote;
import static zabra.server.net.quorum.ElectionConnectionsTest.sendVote;
import static zabra.server.net.quorum.TestEnsemble.vote;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zabra.protocol.quorum.InitialMessage;
import zabra.protocol.quorum.Notification;
import zabra.protocol.quorum.PeerState;
import zabra.server.net.quorum.RecordingInbox.Reachable;
import zabra.server.net.quorum.RecordingInbox.Vote;
import zabra.server.net.quorum.TestEnsemble.Server;

/**
 * Connections that stand and carry nothing: the test takes what comes, as a kernel does for a
 * server that forgot the connection behind it, and says nothing.
 */
@Timeout(60)
class SilentElectionConnectionsTest {
    private final TestEnsemble ensemble = new TestEnsemble();

    @AfterEach
    void stop() {
        ensemble.close();
    }

    @Test
    void theLargerMakesAConnectionAnewOnWhichItAsksInVain() throws IOException {
        try (ServerSocket two = listen()) {
            ensemble.played(2, two.getLocalPort(), 1);
            Server four = ensemble.start(4, TestEnsemble.IMPATIENT);
            four.vote(2, vote(1));
            try (Socket first = two.accept()) {
                assertThat(readInitial(first).sid()).isEqualTo(4);
                assertThat(readVote(first)).isEqualTo(vote(1));
                assertThat(four.inbox().next()).isEqualTo(new Reachable(2, true));
                four.vote(2, vote(2));
                assertThat(readVote(first)).isEqualTo(vote(2));
                four.vote(2, vote(3));
                assertThat(first.getInputStream().read()).isEqualTo(-1);
                assertThat(four.inbox().next()).isEqualTo(new Reachable(2, false));
                try (Socket second = two.accept()) {
                    assertThat(readInitial(second).sid()).isEqualTo(4);
                    assertThat(readVote(second)).isEqualTo(vote(3));
                    assertThat(four.inbox().next()).isEqualTo(new Reachable(2, true));
                }
            }
        }
    }

    @Test
    void theSmallerAsksForAnotherConnectionWhereItAsksInVain() throws IOException {
        try (ServerSocket three = listen()) {
            ensemble.played(3, three.getLocalPort(), 1);
            Server one = ensemble.start(1, TestEnsemble.IMPATIENT);
            try (Socket first = one.connectElection()) {
                introduce(first, InitialMessage.Form.V1, 3, three.getLocalPort());
                assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
                one.vote(3, vote(1));
                assertThat(readVote(first)).isEqualTo(vote(1));
                one.vote(3, vote(2));
                assertThat(first.getInputStream().read()).isEqualTo(-1);
                assertThat(one.inbox().next()).isEqualTo(new Reachable(3, false));
                try (Socket asked = three.accept();
                        Socket second = one.connectElection()) {
                    assertThat(readInitial(asked).sid()).isEqualTo(1);
                    introduce(second, InitialMessage.Form.V1, 3, three.getLocalPort());
                    assertThat(readVote(second)).isEqualTo(vote(2));
                    assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
                }
            }
        }
    }

    @Test
    void aConnectionOnWhichAnswersComeStays() throws IOException {
        ensemble.absent(3);
        Server one = ensemble.start(1, TestEnsemble.IMPATIENT);
        try (Socket call = one.connectElection()) {
            introduce(call, InitialMessage.Form.V1, 3, 4711);
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
            for (int i = 1; i <= 5; i++) {
                one.vote(3, vote(i));
                assertThat(readVote(call)).isEqualTo(vote(i));
                sendVote(call, vote(10 + i));
                assertThat(one.inbox().next()).isEqualTo(new Vote(3, vote(10 + i)));
            }
        }
    }

    /** Who has a leader answers questions, and is not answered. */
    @Test
    void aConnectionOnWhichOnlyAnswersAreGivenStays() throws IOException {
        ensemble.absent(3);
        Server one = ensemble.start(1, TestEnsemble.IMPATIENT);
        try (Socket call = one.connectElection()) {
            introduce(call, InitialMessage.Form.V1, 3, 4711);
            assertThat(one.inbox().next()).isEqualTo(new Reachable(3, true));
            one.vote(3, vote(1));
            assertThat(readVote(call)).isEqualTo(vote(1));
            LongStream.rangeClosed(2, 5)
                    .forEach(zxid -> {
                        Notification answer =
                                Notification.of(PeerState.FOLLOWING, 2, zxid, 1, 0, "version=0");
                        one.vote(3, answer);
                        assertThat(read(call)).isEqualTo(answer);
                    });
            one.vote(3, vote(6));
            assertThat(readVote(call)).isEqualTo(vote(6));
            assertThat(one.inbox().rest()).isEmpty();
        }
    }

    private static Notification read(Socket socket) {
        try {
            return readVote(socket);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
