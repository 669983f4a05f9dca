package zabra.interop.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;

/**
 * A connection to a server, in blocking calls: sends any bytes, gives back each frame as it came.
 * Events that come before an awaited reply are collected in order. Confined to one thread.
 */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final JuteWriter out = new JuteWriter();
    private final List<Frame> events = new ArrayList<>();
    private int lastXid;
    private long lastZxid;
    private Handshake.Session session;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** A bare connection, without a session yet. */
    public static RawClient open(int port) throws IOException {
        return open(port, PATIENCE_MILLIS);
    }

    /** As {@link #open(int)}; a reply that takes longer than this fails the call. */
    public static RawClient open(int port, int patienceMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(patienceMillis);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMillis);
            return new RawClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A connection with the session that {@code handshake} asks for, which must be granted. */
    public static RawClient connect(int port, Handshake handshake) throws IOException {
        RawClient client = open(port);
        try {
            if (client.handshake(handshake).isRefused()) {
                throw new IOException("session refused: " + handshake);
            }
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** A connection with a new session. */
    public static RawClient connect(int port, int timeoutMillis) throws IOException {
        return connect(port, Handshake.fresh(timeoutMillis));
    }

    /** Sends the first frame and reads the answer, granted or refused. */
    public Handshake.Session handshake(Handshake handshake) throws IOException {
        send(handshake.frame());
        session = Handshake.Session.decode(readBytes());
        lastZxid = handshake.lastZxidSeen();
        return session;
    }

    /** The answer to the handshake. */
    public Handshake.Session session() {
        return session;
    }

    /** The highest zxid in the header of a reply or event, or of the handshake. */
    public long lastZxid() {
        return lastZxid;
    }

    /** Sends these bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Appends a framed request to {@link #flush} later. */
    public void enqueue(int xid, Request request) {
        int mark = out.beginFrame();
        out.writeInt(xid).writeInt(request.type());
        out.writeBytes(request.body(), 0, request.body().length);
        out.endFrame(mark);
    }

    /** Appends a framed request under the next xid, which is returned. */
    public int enqueue(Request request) {
        enqueue(++lastXid, request);
        return lastXid;
    }

    /** Sends what was enqueued. */
    public void flush() throws IOException {
        try {
            socket.getOutputStream().write(out.array(), 0, out.position());
            socket.getOutputStream().flush();
        } finally {
            out.clear();
        }
    }

    /**
     * Sends a request and returns its reply; events before it go to {@link #events}.
     *
     * @throws EOFException if the server closed the connection instead
     */
    public Frame call(Request request) throws IOException {
        int xid = enqueue(request);
        flush();
        return awaitReply(request.type() == OpCode.PING.code() ? -2 : xid);
    }

    /** As {@link #call}, and the reply must say that all went well. */
    public Frame succeed(Request request) throws IOException {
        Frame reply = call(request);
        if (reply.err() != 0) {
            throw new IOException(request + " answered " + reply.err());
        }
        return reply;
    }

    /** The next frame that is no event, which must have this xid. */
    public Frame awaitReply(int xid) throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.isEvent()) {
                events.add(frame);
            } else if (frame.xid() == xid) {
                return frame;
            } else {
                throw new IOException("expected xid " + xid + ", came " + frame.xid());
            }
        }
    }

    /**
     * Events that {@link #call} and {@link #awaitReply} passed over, oldest first; forgets them.
     */
    public List<Frame> events() {
        List<Frame> seen = List.copyOf(events);
        events.clear();
        return seen;
    }

    /** The next frame, whatever it is. */
    public Frame read() throws IOException {
        Frame frame = Frame.decode(readBytes());
        lastZxid = Math.max(lastZxid, frame.zxid());
        return frame;
    }

    /** True if the server has closed the connection, and it had nothing more to say. */
    public boolean awaitClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private byte[] readBytes() throws IOException {
        try {
            int length = in.readInt();
            if (length < 0 || length > 64 << 20) {
                throw new IOException("a server's frame of length " + length);
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return bytes;
        } catch (SocketException e) {
            throw (EOFException) new EOFException("connection reset").initCause(e);
        }
    }

    /** Ends the session in order and closes the connection. */
    public void closeSession() throws IOException {
        succeed(Request.empty(OpCode.CLOSE_SESSION));
        close();
    }

    /** Closes the connection; the session lives on. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
