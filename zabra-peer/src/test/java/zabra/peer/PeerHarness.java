package zabra.peer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import zabra.peer.ensemble.Ensemble;
import zabra.protocol.Acl;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;
import zabra.tree.acl.Acls;
import zabra.tree.acl.DigestAuthProvider;
import zabra.tree.acl.IpAuthProvider;
import zabra.tree.prepare.PrepareOptions;

/** A whole peer on the test's thread: time, disk and sockets are the test's. */
final class PeerHarness {
    final FakeJournal journal = new FakeJournal();
    final List<StateImage> saved = new ArrayList<>();

    /** Transactions that made another state here than where they were prepared. */
    final List<Long> mismatches = new ArrayList<>();

    final Peer peer;
    final Lane lane;
    long millis = 1_000_000;
    private boolean laneWoken;

    PeerHarness() {
        this(PeerOptions.defaults(2000));
    }

    PeerHarness(PeerOptions options) {
        this(options, 1, null);
    }

    /**
     * @param ensemble null for a server that stands alone
     */
    PeerHarness(PeerOptions options, int serverId, Ensemble ensemble) {
        DataTree tree = new DataTree(TreeOptions.DEFAULT);
        Clock clock =
                new Clock() {
                    @Override
                    public long wallMillis() {
                        return 1_700_000_000_000L + millis;
                    }

                    @Override
                    public long monotonicMillis() {
                        return millis;
                    }
                };
        SnapshotPort snapshots =
                new SnapshotPort() {
                    @Override
                    public boolean isBusy() {
                        return false;
                    }

                    @Override
                    public void save(StateImage image) {
                        saved.add(image);
                    }
                };
        PeerEvents events =
                new PeerEvents() {
                    @Override
                    public void digestMismatch(long zxid, long expected, long actual) {
                        mismatches.add(zxid);
                    }
                };
        peer =
                new Peer(
                        tree,
                        new TreeLock(),
                        new Acls(List.of(new IpAuthProvider(), new DigestAuthProvider()), false),
                        options,
                        PrepareOptions.DEFAULT,
                        serverId,
                        ensemble,
                        new Peer.Ports(clock, journal, snapshots, new Random(1), events));
        lane = peer.newLane(1, () -> laneWoken = true);
    }

    /** Runs the replica and the lane until both are quiet; the disk stays as it is. */
    void run() {
        boolean worked;
        do {
            worked = peer.replica().work();
            if (laneWoken) {
                laneWoken = false;
                lane.onWakeUp();
                worked = true;
            }
        } while (worked);
    }

    /** All that was logged becomes durable, then everything runs. */
    void sync() {
        run();
        if (!journal.flushed.isEmpty()) {
            peer.replica().durable(journal.last());
        }
        run();
    }

    /** A client with an open session. */
    Client connect() {
        Client client = new Client();
        client.connect(0, new byte[16]);
        sync();
        ConnectResponse response = ConnectResponse.read(client.frames().getFirst());
        client.sessionId = response.sessionId();
        client.password = response.password();
        return client;
    }

    /** One client's side of a connection. */
    final class Client {
        final FakeTransport transport = new FakeTransport();
        final ClientConnection connection = new ClientConnection(peer.serving(), lane, transport);
        long sessionId;
        byte[] password;

        void connect(long sessionId, byte[] password) {
            connect(sessionId, password, false);
        }

        /**
         * @param readOnly whether a server without a quorum will do
         */
        void connect(long sessionId, byte[] password, boolean readOnly) {
            send(connectFrame(sessionId, password, readOnly));
        }

        void send(byte[] bytes) {
            connection.onBytes(bytes, 0, bytes.length);
            lane.flush();
        }

        void request(int xid, OpCode op, Consumer<JuteWriter> body) {
            send(frame(xid, op, body));
        }

        void create(int xid, String path, String data) {
            request(xid, OpCode.CREATE, createBody(path, data, 0));
        }

        void setData(int xid, String path, String data) {
            request(
                    xid,
                    OpCode.SET_DATA,
                    out ->
                            out.writeString(path)
                                    .writeBuffer(data.getBytes(StandardCharsets.UTF_8))
                                    .writeInt(-1));
        }

        void getData(int xid, String path, boolean watch) {
            request(xid, OpCode.GET_DATA, out -> out.writeString(path).writeBoolean(watch));
        }

        List<JuteReader> frames() {
            return transport.frames();
        }

        /** The headers of the frames that arrived since the last look. */
        List<ReplyHeader> headers() {
            return frames().stream().map(ReplyHeader::read).toList();
        }

        List<Integer> xids() {
            return headers().stream().map(ReplyHeader::xid).toList();
        }
    }

    /** Asks for a new session. */
    static byte[] connectFrame() {
        return connectFrame(0, new byte[16], false);
    }

    private static byte[] connectFrame(long sessionId, byte[] password, boolean readOnly) {
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        new ConnectRequest(0, 0, 30_000, sessionId, password, true, readOnly).write(out);
        out.endFrame(frame);
        return out.toByteArray();
    }

    static byte[] frame(int xid, OpCode op, Consumer<JuteWriter> body) {
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        out.writeInt(xid).writeInt(op.code());
        body.accept(out);
        out.endFrame(frame);
        return out.toByteArray();
    }

    static Consumer<JuteWriter> createBody(String path, String data, int flags) {
        return out -> {
            out.writeString(path).writeBuffer(data.getBytes(StandardCharsets.UTF_8));
            Acl.writeList(out, Acl.OPEN);
            out.writeInt(flags);
        };
    }
}
