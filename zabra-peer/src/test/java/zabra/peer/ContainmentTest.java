package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import zabra.protocol.ConnectRequest;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;

/** What goes wrong with one connection stays with that connection. */
final class ContainmentTest {
    private final PeerHarness harness = new PeerHarness();
    private ClientConnection connection;

    /** A socket whose buffers cannot be had any more. */
    private static final class Exhausted implements Transport {
        final FakeTransport socket = new FakeTransport();
        boolean exhausted;
        boolean flushFails;

        @Override
        public void send(byte[] bytes, int offset, int length) {
            if (exhausted) {
                throw new IllegalStateException("no buffer, says the test");
            }
            socket.send(bytes, offset, length);
        }

        @Override
        public void flush() {
            if (flushFails) {
                throw new IllegalStateException("flush, says the test");
            }
            socket.flush();
        }

        @Override
        public long pendingBytes() {
            return socket.pendingBytes();
        }

        @Override
        public void closeAfterFlush() {
            socket.closeAfterFlush();
        }

        @Override
        public void abort() {
            socket.abort();
        }

        @Override
        public void setReading(boolean reading) {
            socket.setReading(reading);
        }

        @Override
        public String remoteHost() {
            return socket.remoteHost();
        }

        @Override
        public String remoteAddress() {
            return socket.remoteAddress();
        }
    }

    /** A client with an open session on a socket that may be exhausted later. */
    private Exhausted connect() {
        Exhausted transport = new Exhausted();
        connection = new ClientConnection(harness.peer.serving(), harness.lane, transport);
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        new ConnectRequest(0, 0, 30_000, 0, new byte[16], true, false).write(out);
        out.endFrame(frame);
        receive(out.toByteArray());
        harness.sync();
        assertThat(transport.socket.frames()).hasSize(1);
        return transport;
    }

    private void receive(byte[] bytes) {
        connection.onBytes(bytes, 0, bytes.length);
        harness.lane.flush();
    }

    private static byte[] getData(int xid) {
        return PeerHarness.frame(
                xid, OpCode.GET_DATA, out -> out.writeString("/zookeeper").writeBoolean(false));
    }

    @Test
    void givesNobodyElseTheAnswersThatCouldNotBeSent() {
        Exhausted transport = connect();
        PeerHarness.Client other = harness.connect();
        transport.exhausted = true;
        receive(getData(11));
        assertThat(transport.socket.aborted).isTrue();

        other.getData(22, "/zookeeper", false);
        assertThat(other.xids()).containsExactly(22);
    }

    @Test
    void deliversToTheOthersInABatchWhereOneCannotTakeIt() {
        Exhausted transport = connect();
        PeerHarness.Client other = harness.connect();
        receive(PeerHarness.frame(1, OpCode.CREATE, PeerHarness.createBody("/a", "x", 0)));
        other.create(2, "/b", "x");
        transport.exhausted = true;
        harness.sync();
        assertThat(transport.socket.aborted).isTrue();
        assertThat(other.xids()).containsExactly(2);
    }

    @Test
    void flushesTheOthersWhereOneCannotBeFlushed() {
        Exhausted transport = connect();
        PeerHarness.Client other = harness.connect();
        receive(PeerHarness.frame(1, OpCode.CREATE, PeerHarness.createBody("/a", "x", 0)));
        other.create(2, "/b", "x");
        transport.flushFails = true;
        harness.sync();
        assertThat(transport.socket.aborted).isTrue();
        assertThat(other.xids()).containsExactly(2);
    }

    @Test
    void leavesTheLockWhereAReadFails() {
        Exhausted transport = connect();
        transport.exhausted = true;
        receive(getData(11));
        PeerHarness.Client other = harness.connect();
        other.create(1, "/a", "x");
        harness.sync();
        assertThat(other.xids()).containsExactly(1);
    }

    /** Bodies that no client would send, under every operation, read by the replica's thread. */
    @Test
    void survivesAnyReadBehindAWrite() {
        List<Consumer<JuteWriter>> bodies = new ArrayList<>();
        bodies.add(_ -> {});
        bodies.add(out -> out.writeInt(-1));
        bodies.add(out -> out.writeInt(-1).writeInt(3).writeInt(3).writeInt(3));
        bodies.add(out -> out.writeInt(Integer.MAX_VALUE));
        bodies.add(out -> out.writeInt(Integer.MIN_VALUE).writeInt(0));
        for (String path : List.of("", "x", "//", "/\0", "/zookeeper/", "/\ud800", "a/b", "/..")) {
            for (int number : List.of(-1, 0, 1, 3, 5, 6)) {
                bodies.add(out -> out.writeString(path).writeInt(number).writeInt(number));
            }
            bodies.add(out ->
                    out.writeLong(-1)
                            .writeStrings(List.of(path, path))
                            .writeStrings(List.of(path))
                            .writeStrings(List.of(path))
                            .writeStrings(List.of(path))
                            .writeStrings(List.of(path)));
            for (OpCode part : List.of(OpCode.GET_DATA, OpCode.GET_CHILDREN, OpCode.EXISTS)) {
                bodies.add(out ->
                        out.writeInt(part.code())
                                .writeBoolean(false)
                                .writeInt(-1)
                                .writeString(path)
                                .writeBoolean(true)
                                .writeInt(-1)
                                .writeBoolean(true)
                                .writeInt(-1));
            }
        }
        for (OpCode op : OpCode.values()) {
            Route route = Route.of(op);
            if (route != Route.READ && op != OpCode.SYNC) {
                continue;
            }
            PeerHarness.Client client = harness.connect();
            int xid = 0;
            for (Consumer<JuteWriter> body : bodies) {
                client.setData(++xid, "/none", "x");
                client.request(++xid, op, body);
                harness.sync();
                List<Integer> xids =
                        client.headers().stream()
                                .map(ReplyHeader::xid)
                                .filter(each -> each != ReplyHeader.NOTIFICATION_XID)
                                .toList();
                assertThat(xids).as("%s, body %d", op, xid / 2).containsExactly(xid - 1, xid);
            }
        }
    }
}
