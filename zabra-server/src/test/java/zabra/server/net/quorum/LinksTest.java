package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.server.net.quorum.LinkPair.HELLO;
import static zabra.server.net.quorum.LinkPair.assertProposal;
import static zabra.server.net.quorum.LinkPair.bytes;
import static zabra.server.net.quorum.LinkPair.proposal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.JuteWriter;
import zabra.protocol.quorum.LearnerInfo;
import zabra.protocol.quorum.QuorumCodec;
import zabra.protocol.quorum.QuorumMessage.Ack;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.FollowerInfo;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Ping;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.server.net.quorum.RecordingInbox.Accepted;
import zabra.server.net.quorum.RecordingInbox.Closed;
import zabra.server.net.quorum.RecordingInbox.DialFailed;
import zabra.server.net.quorum.RecordingInbox.Message;
import zabra.server.net.quorum.TestEnsemble.Server;

@Timeout(60)
class LinksTest {
    private final TestEnsemble ensemble = new TestEnsemble();

    @AfterEach
    void stop() {
        ensemble.close();
    }

    // ---- making and losing links

    @Test
    void aLearnerDialsAndBothTalk() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.down().send(new Diff(7));
        pair.down().send(new NewLeader(1, "version=0"));
        pair.leader().network().flush();
        assertThat(pair.learner().inbox().next()).isEqualTo(new Message(pair.up(), new Diff(7)));
        assertThat(pair.learner().inbox().next())
                .isEqualTo(new Message(pair.up(), new NewLeader(1, "version=0")));
        pair.up().send(new Ack(7));
        pair.learner().network().flush();
        assertThat(pair.leader().inbox().next()).isEqualTo(new Message(pair.down(), new Ack(7)));
        assertThat(pair.up().remoteAddress())
                .isEqualTo("127.0.0.1:" + pair.leader().network().quorumPort());
    }

    @Test
    void nothingLeavesBeforeTheTurnIsOver() {
        LinkPair one = LinkPair.make(ensemble);
        LinkPair other = LinkPair.make(ensemble.start(3), one.leader());
        one.down().send(new Ping(1));
        // That the other link's message is there says that the loop had its chance.
        other.up().send(new Ack(1));
        other.learner().network().flush();
        assertThat(one.leader().inbox().next(Message.class).message()).isEqualTo(new Ack(1));
        assertThat(one.learner().inbox().rest()).isEmpty();
        one.leader().network().flush();
        assertThat(one.learner().inbox().next()).isEqualTo(new Message(one.up(), new Ping(1)));
    }

    @Test
    void aLeaderThatIsNotThereIsReportedOnce() {
        ensemble.absent(2);
        Server learner = ensemble.start(1);
        learner.network().dialLeader(2);
        assertThat(learner.inbox().next()).isEqualTo(new DialFailed(2));
        learner.network().dialLeader(99);
        assertThat(learner.inbox().next()).isEqualTo(new DialFailed(99));
        assertThat(learner.inbox().rest()).isEmpty();
    }

    @Test
    void whoClosesIsNotToldTheOtherIs() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.down().close();
        assertThat(pair.learner().inbox().next()).isEqualTo(new Closed(pair.up()));
        pair.down().send(new Ping(1));
        pair.leader().network().flush();
        // The loop has seen the end of the other link when this one stands.
        LinkPair.make(pair.learner(), pair.leader());
        assertThat(pair.leader().inbox().rest()).isEmpty();
        assertThat(pair.learner().inbox().rest()).isEmpty();
    }

    @Test
    void bothAreToldOfALinkThatBreaks() throws IOException {
        Server leader = ensemble.start(2);
        try (Socket learner = leader.connectQuorum()) {
            learner.getOutputStream().write(bytes(HELLO));
            PeerLink link = leader.inbox().next(Accepted.class).link();
            assertThat(leader.inbox().next()).isEqualTo(new Message(link, HELLO));
            learner.shutdownOutput();
            assertThat(leader.inbox().next()).isEqualTo(new Closed(link));
        }
    }

    @Test
    void followersGetTheSameMessagesFromOneEncoding() {
        LinkPair one = LinkPair.make(ensemble);
        LinkPair other = LinkPair.make(ensemble.start(3), one.leader());
        for (long zxid = 1; zxid <= 500; zxid++) {
            Proposal proposal = proposal(zxid, 2000);
            Commit commit = new Commit(zxid);
            for (PeerLink link : List.of(one.down(), other.down())) {
                link.send(proposal);
                link.send(commit);
            }
        }
        other.down().send(new Ping(1));
        one.leader().network().flush();
        for (LinkPair pair : List.of(one, other)) {
            for (long zxid = 1; zxid <= 500; zxid++) {
                assertProposal(pair.learner().inbox().next(), zxid, 2000);
                assertThat(pair.learner().inbox().next())
                        .isEqualTo(new Message(pair.up(), new Commit(zxid)));
            }
        }
        assertThat(other.learner().inbox().next()).isEqualTo(new Message(other.up(), new Ping(1)));
        assertThat(one.learner().inbox().rest()).isEmpty();
    }

    @Test
    void aLargeMessageTravels() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.down().send(proposal(9, 1 << 20));
        pair.leader().network().flush();
        assertProposal(pair.learner().inbox().next(), 9, 1 << 20);
    }

    // ---- limits

    @Test
    void aLearnerThatTakesNothingIsGivenUp() throws IOException {
        Server leader = ensemble.start(2, TestEnsemble.options(10_000, 64, 4 << 20, 8 << 20));
        try (Socket learner = leader.connectQuorum()) {
            learner.getOutputStream().write(bytes(HELLO));
            PeerLink link = leader.inbox().next(Accepted.class).link();
            assertThat(leader.inbox().next()).isEqualTo(new Message(link, HELLO));
            // The sockets take some, too.
            for (long zxid = 1; zxid <= 64; zxid++) {
                link.send(proposal(zxid, 1 << 20));
                leader.network().flush();
            }
            assertThat(leader.inbox().next()).isEqualTo(new Closed(link));
        }
    }

    @Test
    void aReplicaThatLagsBehindIsNotGivenMore() throws Exception {
        LinkPair other = LinkPair.make(ensemble);
        Server leader = other.leader();
        try (Socket learner = leader.connectQuorum()) {
            learner.getOutputStream().write(bytes(HELLO));
            PeerLink link = leader.inbox().next(Accepted.class).link();
            assertThat(leader.inbox().next()).isEqualTo(new Message(link, HELLO));
            int count = 64;
            byte[] message = bytes(proposal(1, 1 << 20));
            leader.inbox().hold();
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < count; i++) {
                                        learner.getOutputStream().write(message);
                                    }
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            // One is as large as what may wait. Meanwhile the loop reads what another has to say.
            assertThat(leader.inbox().next()).isInstanceOf(Message.class);
            for (int i = 0; i < 100; i++) {
                other.up().send(new Ack(i));
                other.learner().network().flush();
                assertThat(leader.inbox().next()).isEqualTo(new Message(other.down(), new Ack(i)));
            }
            for (int i = 1; i < count; i++) {
                leader.inbox().process(link);
                assertThat(leader.inbox().next()).isInstanceOf(Message.class);
            }
            writer.join();
        }
    }

    // ---- bytes

    @Test
    void aConversationAsCapturedIsUnderstood() throws IOException {
        Server leader = ensemble.start(2);
        try (Socket learner = leader.connectQuorum()) {
            OutputStream out = learner.getOutputStream();
            byte[] info =
                    HexFormat.of()
                            .parseHex(
                                    "0000000b0000000000000000000000140000000000000003"
                                            + "000100000000000000000000ffffffff");
            // As slowly as can be.
            for (byte b : info) {
                out.write(b);
                out.flush();
            }
            PeerLink link = leader.inbox().next(Accepted.class).link();
            assertThat(leader.inbox().next())
                    .isEqualTo(new Message(link, new FollowerInfo(0, LearnerInfo.of(3, 0))));
            link.send(new Ping(0x100000003L));
            leader.network().flush();
            InputStream in = learner.getInputStream();
            assertThat(HexFormat.of().formatHex(in.readNBytes(20)))
                    .isEqualTo("000000050000000100000003ffffffffffffffff");
        }
    }

    @Test
    void whatComesBeforeRubbishCounts() throws IOException {
        Server leader = ensemble.start(2);
        try (Socket learner = leader.connectQuorum()) {
            JuteWriter out = new JuteWriter();
            QuorumCodec.write(out, HELLO);
            out.writeInt(4711).writeLong(0).writeInt(0);
            learner.getOutputStream().write(out.toByteArray());
            PeerLink link = leader.inbox().next(Accepted.class).link();
            assertThat(leader.inbox().next()).isEqualTo(new Message(link, HELLO));
            assertThat(leader.inbox().next()).isEqualTo(new Closed(link));
            assertThat(learner.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aLearnerCannotSendASnapshot() throws IOException {
        Server leader = ensemble.start(2);
        try (Socket learner = leader.connectQuorum()) {
            learner.getOutputStream().write(bytes(HELLO, new Snap(1)));
            assertThat(learner.getInputStream().read()).isEqualTo(-1);
            leader.inbox().next(Closed.class);
        }
    }
}
