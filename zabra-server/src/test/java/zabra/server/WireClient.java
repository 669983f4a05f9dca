package zabra.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import zabra.protocol.Acl;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;

/** A client of as few words as the tests need: one request, one reply. One thread. */
final class WireClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int xid;
    private ConnectResponse session;

    /** A connection without a session. */
    WireClient(int port) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    /** A connection with a new session. */
    static WireClient open(int port) throws IOException {
        return new WireClient(port).attach(0, new byte[16]);
    }

    /** Asks for a session: a new one with id 0. */
    WireClient attach(long sessionId, byte[] password) throws IOException {
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        new ConnectRequest(0, 0, 30_000, sessionId, password, true, false).write(out);
        out.endFrame(frame);
        send(out.toByteArray());
        session = ConnectResponse.read(frame());
        return this;
    }

    ConnectResponse session() {
        return session;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Says that nothing more will be sent. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** All that comes until the server closes. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private JuteReader frame() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new JuteReader(bytes);
    }

    /** The error of the reply. */
    int call(OpCode op, Consumer<JuteWriter> body) throws IOException {
        JuteWriter out = new JuteWriter();
        int frame = out.beginFrame();
        out.writeInt(++xid).writeInt(op.code());
        body.accept(out);
        out.endFrame(frame);
        send(out.toByteArray());
        ReplyHeader header = ReplyHeader.read(frame());
        if (header.xid() != xid) {
            throw new IOException("asked " + xid + ", answered " + header.xid());
        }
        return header.error();
    }

    int create(String path, int flags) throws IOException {
        return call(
                OpCode.CREATE,
                out -> {
                    out.writeString(path).writeBuffer(new byte[10]);
                    Acl.writeList(out, Acl.OPEN);
                    out.writeInt(flags);
                });
    }

    int exists(String path) throws IOException {
        return call(OpCode.EXISTS, out -> out.writeString(path).writeBoolean(false));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
