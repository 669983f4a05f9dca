package zabra.peer.rehearsal;

import java.util.function.Consumer;
import zabra.peer.ClientConnection;
import zabra.peer.Transport;
import zabra.protocol.Acl;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;

/** A client of a rehearsal, on a socket whose other end is read at once. */
final class PlayedClient implements Transport {
    private static final int SESSION_MILLIS = 30_000;
    private static final byte[] DATA = new byte[100];

    private final String path;
    private Actor server;
    private ClientConnection connection;
    private boolean introduced;
    private int frames;
    private int xid;
    private long sessionId;
    private byte[] password = new byte[16];

    PlayedClient(Actor server) {
        this.path = "/" + server.sid();
        goTo(server);
    }

    Actor server() {
        return server;
    }

    /** How many answers came, on all its connections. */
    int frames() {
        return frames;
    }

    /** Connects, with the session that it has, or for one. */
    void goTo(Actor to) {
        server = to;
        introduced = false;
        connection = to.accept(this);
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        new ConnectRequest(0, 0, SESSION_MILLIS, sessionId, password, true, false).write(out);
        out.endFrame(frame);
        bring(out);
    }

    void create() {
        request(
                OpCode.CREATE,
                out -> {
                    out.writeString(path).writeBuffer(DATA);
                    Acl.writeList(out, Acl.OPEN);
                    out.writeInt(0);
                });
    }

    void setData() {
        request(OpCode.SET_DATA, out -> out.writeString(path).writeBuffer(DATA).writeInt(-1));
    }

    private void request(OpCode op, Consumer<JuteWriter> body) {
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        out.writeInt(++xid).writeInt(op.code());
        body.accept(out);
        out.endFrame(frame);
        bring(out);
    }

    private void bring(JuteWriter out) {
        connection.onBytes(out.array(), 0, out.position());
        server.lane().flush();
    }

    // ---- the server's side of the socket

    @Override
    public void send(byte[] bytes, int offset, int length) {
        for (int at = offset; at < offset + length; ) {
            int frame = new JuteReader().wrap(bytes, at, Integer.BYTES).readInt();
            if (!introduced) {
                introduced = true;
                ConnectResponse response =
                        ConnectResponse.read(
                                new JuteReader().wrap(bytes, at + Integer.BYTES, frame));
                sessionId = response.sessionId();
                password = response.password();
            }
            at += Integer.BYTES + frame;
            frames++;
        }
    }

    @Override
    public void flush() {}

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void closeAfterFlush() {}

    @Override
    public void abort() {}

    @Override
    public void setReading(boolean wanted) {}

    @Override
    public String remoteHost() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "/127.0.0.1:1";
    }
}
