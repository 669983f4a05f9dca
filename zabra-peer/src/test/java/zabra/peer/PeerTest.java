package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.WatcherEvent;
import zabra.tree.session.SessionPassword;

final class PeerTest {
    private final PeerHarness harness = new PeerHarness();

    @Test
    void answersAWriteOnlyOnceItIsDurable() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "hi");
        harness.run();
        assertThat(client.frames()).isEmpty();

        harness.sync();
        assertThat(client.headers()).containsExactly(new ReplyHeader(1, 2, 0));
    }

    @Test
    void answersAReadAtOnceWhereNoWriteIsInFlight() {
        PeerHarness.Client client = harness.connect();
        client.getData(1, "/zookeeper", false);
        assertThat(client.headers()).containsExactly(new ReplyHeader(1, 1, 0));
    }

    @Test
    void holdsAReadBehindTheWritesOfItsOwnSession() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "first");
        client.getData(2, "/a", false);
        client.setData(3, "/a", "second");
        client.getData(4, "/a", false);
        harness.run();
        assertThat(client.frames()).isEmpty();

        harness.sync();
        List<JuteReader> frames = client.frames();
        assertThat(frames).hasSize(4);
        assertThat(dataOf(frames.get(1))).isEqualTo("first");
        assertThat(dataOf(frames.get(3))).isEqualTo("second");
    }

    private static String dataOf(JuteReader frame) {
        assertThat(ReplyHeader.read(frame).error()).isZero();
        return new String(frame.readBuffer(), StandardCharsets.UTF_8);
    }

    @Test
    void doesNotHoldReadsOfOtherSessions() {
        PeerHarness.Client writer = harness.connect();
        PeerHarness.Client reader = harness.connect();
        writer.create(1, "/a", "x");
        harness.run();
        reader.getData(1, "/a", false);
        assertThat(reader.headers().getFirst().error()).isEqualTo(ErrorCode.NONODE.code());
    }

    @Test
    void sendsAnEventBeforeTheReplyOfTheWriteThatFiredIt() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "x");
        harness.sync();
        client.getData(2, "/a", true);
        client.frames();
        client.setData(3, "/a", "y");
        harness.sync();

        List<JuteReader> frames = client.frames();
        assertThat(frames).hasSize(2);
        assertThat(ReplyHeader.read(frames.get(0))).isEqualTo(new ReplyHeader(-1, 3, 0));
        assertThat(WatcherEvent.read(frames.get(0))).isEqualTo(new WatcherEvent(3, 3, "/a"));
        assertThat(ReplyHeader.read(frames.get(1))).isEqualTo(new ReplyHeader(3, 3, 0));
    }

    @Test
    void deliversAnEventBeforeAReadThatShowsTheNewState() {
        PeerHarness.Client writer = harness.connect();
        PeerHarness.Client watcher = harness.connect();
        writer.create(1, "/a", "x");
        harness.sync();
        watcher.getData(1, "/a", true);
        watcher.frames();
        writer.setData(2, "/a", "y");
        // The change is applied, but the lane has not been woken yet when the watcher reads.
        harness.peer.replica().work();
        harness.peer.replica().durable(harness.journal.last());
        harness.peer.replica().work();
        watcher.getData(2, "/a", false);

        List<JuteReader> frames = watcher.frames();
        assertThat(ReplyHeader.read(frames.get(0)).xid()).isEqualTo(-1);
        assertThat(dataOf(frames.get(1))).isEqualTo("y");
    }

    @Test
    void takesRequestsThatFollowTheConnectRequestAtOnce() {
        PeerHarness.Client client = harness.new Client();
        client.connect(0, null);
        client.create(1, "/a", "x");
        client.getData(2, "/a", false);
        harness.sync();
        harness.sync();
        List<JuteReader> frames = client.frames();
        assertThat(frames).hasSize(3);
        assertThat(ConnectResponse.read(frames.get(0)).isRefused()).isFalse();
        assertThat(dataOf(frames.get(2))).isEqualTo("x");
    }

    @Test
    void takesFramesThatComeByteByByte() {
        PeerHarness.Client client = harness.connect();
        byte[] frame = PeerHarness.frame(7, OpCode.CREATE, PeerHarness.createBody("/slow", "x", 0));
        for (byte b : frame) {
            client.send(new byte[] {b});
        }
        harness.sync();
        assertThat(client.xids()).containsExactly(7);
    }

    @Test
    void closesAConnectionThatAnnouncesTooLongAFrame() {
        PeerHarness.Client client = harness.connect();
        client.send(new JuteWriter().writeInt(0x100000).toByteArray());
        assertThat(client.transport.aborted).isTrue();
    }

    @Test
    void takesAFrameOfExactlyTheLimit() {
        PeerHarness.Client client = harness.connect();
        client.send(new JuteWriter().writeInt(0xfffff).toByteArray());
        assertThat(client.transport.closed).isFalse();
    }

    @Test
    void answersAnUnknownOperationAndCloses() {
        PeerHarness.Client client = harness.connect();
        client.send(new JuteWriter().writeInt(8).writeInt(5).writeInt(999).toByteArray());
        assertThat(client.headers())
                .containsExactly(new ReplyHeader(5, -1, ErrorCode.UNIMPLEMENTED.code()));
        assertThat(client.transport.closed).isTrue();
    }

    @Test
    void answersAnUnknownOperationBehindTheWritesBeforeIt() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "x");
        client.send(new JuteWriter().writeInt(8).writeInt(5).writeInt(999).toByteArray());
        assertThat(client.frames()).isEmpty();
        harness.sync();
        assertThat(client.headers())
                .containsExactly(
                        new ReplyHeader(1, 2, 0),
                        new ReplyHeader(5, -1, ErrorCode.UNIMPLEMENTED.code()));
        assertThat(client.transport.closed).isTrue();
    }

    @Test
    void sendsAnEventBeforeARefusedAuthCloses() {
        PeerHarness.Client writer = harness.connect();
        PeerHarness.Client watcher = harness.connect();
        watcher.request(1, OpCode.EXISTS, out -> out.writeString("/a").writeBoolean(true));
        watcher.frames();
        writer.create(1, "/a", "x");
        // Applied, but the lane has not been woken yet.
        harness.peer.replica().work();
        harness.peer.replica().durable(harness.journal.last());
        harness.peer.replica().work();
        watcher.request(
                -4,
                OpCode.AUTH,
                out -> out.writeInt(0).writeString("nosuch").writeBuffer(new byte[0]));
        assertThat(watcher.xids()).containsExactly(-1, -4);
        assertThat(watcher.transport.closed).isTrue();
    }

    @Test
    void movesASessionAndShutsTheOldConnectionOut() {
        PeerHarness.Client old = harness.connect();
        PeerHarness.Client moved = harness.new Client();
        moved.connect(old.sessionId, old.password);
        harness.sync();
        assertThat(ConnectResponse.read(moved.frames().getFirst()).sessionId())
                .isEqualTo(old.sessionId);
        assertThat(old.transport.aborted).isTrue();
    }

    @Test
    void refusesAWrongPasswordAndLeavesTheLiveConnectionAlone() {
        PeerHarness.Client live = harness.connect();
        PeerHarness.Client thief = harness.new Client();
        thief.connect(live.sessionId, new byte[16]);
        harness.sync();
        assertThat(ConnectResponse.read(thief.frames().getFirst()).isRefused()).isTrue();
        assertThat(thief.transport.closed).isTrue();
        assertThat(live.transport.closed).isFalse();
    }

    @Test
    void refusesAnUnknownSession() {
        PeerHarness.Client client = harness.new Client();
        client.connect(0x1234, SessionPassword.of(0x1234));
        harness.sync();
        assertThat(ConnectResponse.read(client.frames().getFirst()))
                .usingRecursiveComparison()
                .isEqualTo(ConnectResponse.refused(true));
    }

    @Test
    void answersCloseSessionThenClosesAndRemovesEphemerals() {
        PeerHarness.Client client = harness.connect();
        client.request(1, OpCode.CREATE, PeerHarness.createBody("/e", "x", 1));
        client.request(2, OpCode.CLOSE_SESSION, _ -> {});
        client.getData(3, "/e", false);
        harness.sync();
        assertThat(client.xids()).containsExactly(1, 2);
        assertThat(client.transport.closed).isTrue();
        assertThat(client.transport.aborted).isFalse();
        assertThat(harness.peer.tree().ephemeralCount()).isZero();
    }

    @Test
    void expiresASilentSessionAndClosesItsConnectionWithoutAWord() {
        PeerHarness.Client client = harness.connect();
        client.request(1, OpCode.CREATE, PeerHarness.createBody("/e", "x", 1));
        harness.sync();
        client.frames();
        for (int i = 0; i < 20; i++) {
            harness.millis += 2000;
            harness.sync();
        }
        assertThat(client.transport.aborted).isTrue();
        assertThat(client.frames()).isEmpty();
        assertThat(harness.peer.tree().ephemeralCount()).isZero();
    }

    @Test
    void keepsASessionThatPings() {
        PeerHarness.Client client = harness.connect();
        for (int i = 0; i < 40; i++) {
            harness.millis += 2000;
            client.request(-2, OpCode.PING, _ -> {});
            harness.sync();
        }
        assertThat(client.transport.closed).isFalse();
        assertThat(client.xids()).hasSize(40).containsOnly(-2);
    }

    @Test
    void stopsReadingAConnectionWithTooManyRequestsOutstanding() {
        PeerHarness limited = new PeerHarness(withOutstanding(2));
        PeerHarness.Client client = limited.connect();
        for (int i = 1; i <= 5; i++) {
            client.create(i, "/n" + i, "x");
        }
        limited.run();
        assertThat(client.transport.reading).isFalse();
        assertThat(limited.journal.flushed).hasSize(3);

        limited.sync();
        limited.sync();
        limited.sync();
        assertThat(client.xids()).containsExactly(1, 2, 3, 4, 5);
        assertThat(client.transport.reading).isTrue();
    }

    private static PeerOptions withOutstanding(int perConnection) {
        PeerOptions d = PeerOptions.defaults(2000);
        return new PeerOptions(
                d.tickMillis(),
                d.minSessionTimeoutMillis(),
                d.maxSessionTimeoutMillis(),
                d.maxFrameBytes(),
                perConnection,
                d.outstandingMax(),
                d.outstandingBytesMax(),
                d.largeRequestThresholdBytes(),
                d.largeRequestMaxBytes(),
                d.pendingOutputHighBytes(),
                d.pendingOutputMaxBytes(),
                d.throttledOpWaitMillis(),
                d.snapCount(),
                d.snapSizeBytes(),
                d.containerCheckMillis(),
                d.containerMaxPerMinute(),
                d.containerMaxNeverUsedMillis(),
                d.connectionThrottle(),
                Set.of());
    }

    @Test
    void stopsReadingAClientThatDoesNotReadItsReplies() {
        PeerHarness.Client client = harness.connect();
        client.transport.pendingBytes = 300 << 10;
        client.create(1, "/a", "x");
        assertThat(client.transport.reading).isFalse();
        client.transport.pendingBytes = 0;
        client.connection.onWritable();
        harness.lane.flush();
        assertThat(client.transport.reading).isTrue();
    }

    @Test
    void closesAClientWhoseUnreadOutputGrowsWithoutEnd() {
        PeerHarness.Client watcher = harness.connect();
        watcher.request(1, OpCode.ADD_WATCH, out -> out.writeString("/").writeInt(1));
        watcher.transport.pendingBytes = 65 << 20;
        PeerHarness.Client writer = harness.connect();
        writer.create(1, "/a", "x");
        harness.sync();
        assertThat(watcher.transport.aborted).isTrue();
        assertThat(writer.xids()).containsExactly(1);
    }

    @Test
    void forgetsTheWatchesOfAClosedConnection() {
        PeerHarness.Client client = harness.connect();
        client.getData(1, "/zookeeper", true);
        assertThat(harness.peer.watches().count()).isEqualTo(1);
        client.connection.onClosed();
        harness.run();
        assertThat(harness.peer.watches().count()).isZero();
    }

    @Test
    void setsNoWatchForAConnectionThatIsGone() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "x");
        client.getData(2, "/a", true);
        client.connection.onClosed();
        harness.sync();
        assertThat(harness.peer.watches().count()).isZero();
    }

    @Test
    void replaysMissedEventsBeforeTheReplyOfSetWatches() {
        PeerHarness.Client client = harness.connect();
        client.create(1, "/a", "x");
        harness.sync();
        client.frames();
        client.request(
                -8,
                OpCode.SET_WATCHES,
                out ->
                        out.writeLong(0)
                                .writeStrings(List.of("/a", "/gone"))
                                .writeStrings(List.of("/a"))
                                .writeStrings(List.of()));
        List<JuteReader> frames = client.frames();
        assertThat(frames).hasSize(4);
        assertThat(ReplyHeader.read(frames.get(0))).isEqualTo(new ReplyHeader(-1, -1, 0));
        assertThat(WatcherEvent.read(frames.get(0)).type()).isEqualTo(3);
        assertThat(ReplyHeader.read(frames.get(3)).xid()).isEqualTo(-8);
    }

    @Test
    void takesASnapshotAfterSnapCountTransactions() {
        PeerHarness.Client client = harness.connect();
        for (int i = 0; i < 100_001; i++) {
            client.setData(i + 1, "/none", "x");
            if (i % 500 == 499) {
                harness.sync();
                client.frames();
            }
        }
        harness.sync();
        assertThat(harness.saved).isNotEmpty();
        assertThat(harness.journal.rolls).isEqualTo(harness.saved.size());
    }
}
