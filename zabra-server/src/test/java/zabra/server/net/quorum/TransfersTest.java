package zabra.server.net.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static zabra.server.net.quorum.LinkPair.HELLO;
import static zabra.server.net.quorum.LinkPair.assertProposal;
import static zabra.server.net.quorum.LinkPair.bytes;
import static zabra.server.net.quorum.LinkPair.proposal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zabra.peer.ensemble.PeerLink;
import zabra.protocol.quorum.QuorumDecoder;
import zabra.protocol.quorum.QuorumMessage;
import zabra.protocol.quorum.QuorumMessage.Commit;
import zabra.protocol.quorum.QuorumMessage.Diff;
import zabra.protocol.quorum.QuorumMessage.NewLeader;
import zabra.protocol.quorum.QuorumMessage.Proposal;
import zabra.protocol.quorum.QuorumMessage.Snap;
import zabra.protocol.quorum.QuorumMessage.UpToDate;
import zabra.protocol.snapshot.StateImage;
import zabra.protocol.snapshot.StateVisitor;
import zabra.server.net.quorum.RecordingInbox.Accepted;
import zabra.server.net.quorum.RecordingInbox.Closed;
import zabra.server.net.quorum.RecordingInbox.Dialed;
import zabra.server.net.quorum.RecordingInbox.Located;
import zabra.server.net.quorum.RecordingInbox.Message;
import zabra.server.net.quorum.RecordingInbox.Snapshot;
import zabra.server.net.quorum.TestEnsemble.Server;

@Timeout(60)
class TransfersTest {
    private final TestEnsemble ensemble = new TestEnsemble();

    @AfterEach
    void stop() {
        ensemble.close();
    }

    @Test
    void historyTravelsInItsPlace() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.down().send(new Diff(3000));
        pair.down().sendHistory(0, 3000);
        pair.down().send(new NewLeader(1, null));
        pair.leader().network().flush();
        pair.down().send(new UpToDate());
        pair.leader().network().flush();
        RecordingInbox inbox = pair.learner().inbox();
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new Diff(3000)));
        for (long zxid = 1; zxid <= 3000; zxid++) {
            assertProposal(inbox.next(), zxid, FakeStorage.TXN_BYTES);
            assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new Commit(zxid)));
        }
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new NewLeader(1, null)));
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new UpToDate()));
    }

    @Test
    void historyFromMemoryTravelsInItsPlace() {
        LinkPair pair = LinkPair.make(ensemble);
        List<Proposal> recent = new ArrayList<>();
        for (long zxid = 3; zxid <= 5000; zxid++) {
            recent.add(proposal(zxid, 300));
        }
        pair.down().send(new Diff(5000));
        pair.down().sendHistory(0, 2);
        pair.down().sendHistory(recent);
        pair.down().send(proposal(5001, 300));
        pair.down().send(new NewLeader(1, null));
        pair.leader().network().flush();
        RecordingInbox inbox = pair.learner().inbox();
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new Diff(5000)));
        for (long zxid = 1; zxid <= 5000; zxid++) {
            assertProposal(inbox.next(), zxid, zxid <= 2 ? FakeStorage.TXN_BYTES : 300);
            assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new Commit(zxid)));
        }
        assertProposal(inbox.next(), 5001, 300);
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new NewLeader(1, null)));
    }

    @Test
    void aHistoryThatEndsEarlyCostsTheLink() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.leader().storage().logEnd = 5;
        pair.down().sendHistory(0, 10);
        pair.leader().network().flush();
        assertThat(pair.leader().inbox().next()).isEqualTo(new Closed(pair.down()));
        pair.learner().inbox().next(Closed.class);
    }

    @Test
    void aSlowReaderHoldsUpTheDiskNotTheMemory() throws IOException {
        Server leader = ensemble.start(2);
        try (Socket learner = new Socket()) {
            learner.setReceiveBufferSize(32 << 10);
            learner.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), leader.network().quorumPort()));
            learner.getOutputStream().write(bytes(HELLO));
            PeerLink link = leader.inbox().next(Accepted.class).link();
            long txns = 20_000;
            link.sendHistory(0, txns);
            link.send(new UpToDate());
            leader.network().flush();
            QuorumDecoder decoder = new QuorumDecoder(1 << 20);
            byte[] piece = new byte[8 << 10];
            long proposals = 0;
            boolean upToDate = false;
            while (!upToDate) {
                int length = learner.getInputStream().read(piece);
                for (int offset = 0; offset < length; ) {
                    offset += decoder.feed(piece, offset, length - offset);
                    QuorumMessage message = decoder.take();
                    if (message instanceof Proposal proposal) {
                        proposals++;
                        assertThat(proposal.zxid()).isEqualTo(proposals);
                    }
                    upToDate |= message instanceof UpToDate;
                }
                long ahead = leader.storage().handedOut.get() - proposals * FakeStorage.TXN_BYTES;
                // What is in flight, and what the sockets hold.
                assertThat(ahead).isLessThan((2 << 20) + (6 << 20));
            }
            assertThat(proposals).isEqualTo(txns);
        }
    }

    @Test
    void aSnapshotTravelsInItsPlace() {
        LinkPair pair = LinkPair.make(ensemble);
        long length = 5_000_003;
        pair.leader().storage().stateBytes = length;
        pair.learner().storage().stateBytes = length;
        pair.down().sendSnapshot(new Image(42));
        pair.down().send(proposal(43, 1000));
        pair.down().send(new NewLeader(1, null));
        pair.leader().network().flush();
        RecordingInbox inbox = pair.learner().inbox();
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new Snap(42)));
        Snapshot snapshot = (Snapshot) inbox.next();
        assertThat(snapshot.link()).isEqualTo(pair.up());
        assertThat(snapshot.tree()).isNotNull();
        assertProposal(inbox.next(), 43, 1000);
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new NewLeader(1, null)));
        pair.down().send(new UpToDate());
        pair.leader().network().flush();
        assertThat(inbox.next()).isEqualTo(new Message(pair.up(), new UpToDate()));
    }

    @Test
    void anEmptySnapshotWithAllBehindItInOnePieceIsTakenApart() throws IOException {
        try (ServerSocket leader = ElectionConnectionsTest.listen()) {
            ensemble.played(2, 1, leader.getLocalPort());
            Server learner = ensemble.start(1);
            learner.storage().stateBytes = 0;
            learner.network().dialLeader(2);
            PeerLink up = learner.inbox().next(Dialed.class).link();
            try (Socket down = leader.accept()) {
                down.getOutputStream().write(bytes(new Snap(5), new Commit(6), new Commit(7)));
                assertThat(learner.inbox().next()).isEqualTo(new Message(up, new Snap(5)));
                assertThat(learner.inbox().next()).isInstanceOf(Snapshot.class);
                assertThat(learner.inbox().next()).isEqualTo(new Message(up, new Commit(6)));
                assertThat(learner.inbox().next()).isEqualTo(new Message(up, new Commit(7)));
            }
        }
    }

    @Test
    void aSnapshotThatBreaksOffOrIsWrongCostsTheLink() throws IOException {
        try (ServerSocket leader = ElectionConnectionsTest.listen()) {
            ensemble.played(2, 1, leader.getLocalPort());
            Server learner = ensemble.start(1);
            learner.storage().stateBytes = 100;
            byte[] wrong = new byte[100];
            wrong[99] = 1;
            for (byte[] stream : List.of(new byte[1], wrong)) {
                learner.network().dialLeader(2);
                PeerLink up = learner.inbox().next(Dialed.class).link();
                try (Socket down = leader.accept()) {
                    down.getOutputStream().write(bytes(new Snap(5)));
                    down.getOutputStream().write(stream);
                    if (stream.length < 100) {
                        down.shutdownOutput();
                    }
                    assertThat(learner.inbox().next()).isEqualTo(new Message(up, new Snap(5)));
                    assertThat(learner.inbox().next()).isEqualTo(new Closed(up));
                }
            }
            assertThat(learner.fatal().isEnding()).isFalse();
        }
    }

    @Test
    void aLinkThatIsClosedEndsItsTransfer() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.leader().storage().stateBytes = Long.MAX_VALUE;
        pair.learner().storage().stateBytes = Long.MAX_VALUE;
        pair.down().sendSnapshot(new Image(1));
        pair.leader().network().flush();
        assertThat(pair.learner().inbox().next()).isEqualTo(new Message(pair.up(), new Snap(1)));
        pair.up().close();
        assertThat(pair.leader().inbox().next()).isEqualTo(new Closed(pair.down()));
        assertThat(pair.learner().inbox().rest()).isEmpty();
    }

    @Test
    void bothSidesHearThatAStateMovesOn() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.leader().storage().stateBytes = Long.MAX_VALUE;
        pair.learner().storage().stateBytes = Long.MAX_VALUE;
        pair.down().sendSnapshot(new Image(1));
        pair.leader().network().flush();
        pair.leader().inbox().awaitProgress(pair.down());
        pair.learner().inbox().awaitProgress(pair.up());
        pair.up().close();
        assertThat(pair.leader().inbox().next()).isEqualTo(new Closed(pair.down()));
    }

    @Test
    void aZxidIsLookedUpElsewhere() {
        LinkPair pair = LinkPair.make(ensemble);
        pair.leader().network().locate(pair.down(), 42);
        assertThat(pair.leader().inbox().next()).isEqualTo(new Located(pair.down(), 41));
        pair.leader().storage().failure = new IOException("of the test");
        pair.leader().network().locate(pair.down(), 42);
        assertThat(pair.leader().inbox().next()).isEqualTo(new Located(pair.down(), -1));
    }

    @Test
    void moreMayWaitBehindASnapshot() {
        Server leader = ensemble.start(2, TestEnsemble.options(10_000, 64, 1 << 20, 32 << 20));
        Server learner = ensemble.start(1);
        LinkPair pair = LinkPair.make(learner, leader);
        long length = 50_000_000;
        leader.storage().stateBytes = length;
        learner.storage().stateBytes = length;
        pair.down().sendSnapshot(new Image(1));
        for (long zxid = 2; zxid <= 20; zxid++) {
            pair.down().send(proposal(zxid, 1 << 20));
        }
        leader.network().flush();
        learner.inbox().next(Snapshot.class);
        learner.inbox().next();
        for (long zxid = 2; zxid <= 20; zxid++) {
            assertProposal(learner.inbox().next(), zxid, 1 << 20);
        }
    }

    /** Of a zxid; its content is {@link FakeStorage}'s. */
    private record Image(long lastZxid) implements StateImage {
        @Override
        public long digest() {
            return 0;
        }

        @Override
        public long znodeCount() {
            return 0;
        }

        @Override
        public void accept(StateVisitor visitor) {
            throw new IllegalStateException("not visited here");
        }
    }
}
