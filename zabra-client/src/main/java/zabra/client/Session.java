package zabra.client;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import zabra.protocol.Acl;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;

/**
 * A session with one server, for a person's few requests: each waits for its answer. Sends no pings
 * and never connects anew, so it lives as long as its timeout between two requests. One thread.
 */
public final class Session implements Closeable {
    private static final int SESSION_TIMEOUT_MILLIS = 30_000;
    private static final int FRAME_MAX = 64 << 20;
    private static final int ANY_VERSION = -1;

    private final Socket socket;
    private final DataInputStream in;
    private int xid;

    private Session(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /**
     * Begins a session.
     *
     * @param patienceMillis for the connection, and for each answer
     * @throws IOException where nobody listens, or the server has no quorum and lets us go
     */
    public static Session open(InetSocketAddress server, int patienceMillis) throws IOException {
        Socket socket = connect(server, patienceMillis);
        boolean opened = false;
        try {
            Session session = new Session(socket);
            session.begin();
            opened = true;
            return session;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    /** What a server answers to a four-letter word. */
    public static String word(InetSocketAddress server, String word, int patienceMillis)
            throws IOException {
        try (Socket socket = connect(server, patienceMillis)) {
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Socket connect(InetSocketAddress server, int patienceMillis) throws IOException {
        String name = server.getHostString() + ":" + server.getPort();
        if (server.isUnresolved()) {
            throw new UnknownHostException(server.getHostString());
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot connect to " + name + ": " + e.getMessage(), e);
        }
    }

    private void begin() throws IOException {
        JuteWriter request = new JuteWriter();
        int mark = request.beginFrame();
        byte[] password = new byte[ConnectResponse.PASSWORD_LENGTH];
        new ConnectRequest(0, 0, SESSION_TIMEOUT_MILLIS, 0, password, true, false).write(request);
        request.endFrame(mark);
        send(request);
        if (ConnectResponse.read(receive()).isRefused()) {
            throw new IOException("the server refuses a session");
        }
    }

    /** Makes a persistent znode that is open to everybody. */
    public void create(String path, byte[] data) throws IOException {
        call(
                OpCode.CREATE,
                body -> {
                    body.writeString(path).writeBuffer(data);
                    Acl.writeList(body, Acl.OPEN);
                    body.writeInt(0);
                });
    }

    /** The data; null where there is none. */
    public byte[] get(String path) throws IOException {
        return call(OpCode.GET_DATA, body -> body.writeString(path).writeBoolean(false))
                .readBuffer();
    }

    /** Replaces the data. */
    public void set(String path, byte[] data) throws IOException {
        call(
                OpCode.SET_DATA,
                body -> body.writeString(path).writeBuffer(data).writeInt(ANY_VERSION));
    }

    /** Deletes a znode without children. */
    public void delete(String path) throws IOException {
        call(OpCode.DELETE, body -> body.writeString(path).writeInt(ANY_VERSION));
    }

    /** The names of the children, in no order. */
    public List<String> children(String path) throws IOException {
        return call(OpCode.GET_CHILDREN, body -> body.writeString(path).writeBoolean(false))
                .readStrings();
    }

    /** From now on reads see all that was written anywhere before. */
    public void sync(String path) throws IOException {
        call(OpCode.SYNC, body -> body.writeString(path));
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @return the answer after its header
     * @throws RefusedException where it is an error
     */
    private JuteReader call(OpCode op, Consumer<JuteWriter> body) throws IOException {
        xid++;
        JuteWriter request = new JuteWriter();
        int mark = request.beginFrame();
        new RequestHeader(xid, op.code()).write(request);
        body.accept(request);
        request.endFrame(mark);
        send(request);
        JuteReader answer = receive();
        try {
            ReplyHeader header = ReplyHeader.read(answer);
            if (header.xid() != xid) {
                throw new IOException("the answer to " + header.xid() + " came for " + xid);
            }
            if (header.error() != 0) {
                throw new RefusedException(header.error());
            }
            return answer;
        } catch (MarshallingException e) {
            throw new IOException("no answer of ZooKeeper's protocol: " + e.getMessage(), e);
        }
    }

    private void send(JuteWriter request) throws IOException {
        socket.getOutputStream().write(request.array(), 0, request.position());
    }

    private JuteReader receive() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            throw new IOException(
                    "the server lets us go: it has no quorum, or takes no more clients", e);
        }
        if (length < 0 || length > FRAME_MAX) {
            throw new IOException("an answer of " + length + " bytes: no ZooKeeper server");
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return new JuteReader(frame);
    }

    /** Ends the session, so that nobody has to wait until it expires. */
    @Override
    public void close() throws IOException {
        try {
            call(OpCode.CLOSE_SESSION, _ -> {});
        } finally {
            socket.close();
        }
    }
}
