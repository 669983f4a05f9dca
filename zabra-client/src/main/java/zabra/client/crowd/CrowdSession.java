package zabra.client.crowd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.RequestHeader;

/** One session of a crowd, and the connection it has at present. Belongs to the crowd's thread. */
final class CrowdSession {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int XID_OFFSET = 4;

    private final int index;
    private SocketChannel channel;
    private SelectionKey key;
    private long id;
    private byte[] password = new byte[ConnectResponse.PASSWORD_LENGTH];
    private boolean attached;
    private boolean silent;
    private int server;
    private int xid;
    private int unanswered;
    private long sentNanos;

    /** The start of a frame whose end has not arrived; ready to be read from. */
    private ByteBuffer partial = NOTHING;

    /** What the socket did not take; ready to be read from. */
    private ByteBuffer unsent = NOTHING;

    CrowdSession(int index, int server) {
        this.index = index;
        this.server = server;
    }

    int index() {
        return index;
    }

    long id() {
        return id;
    }

    byte[] password() {
        return password;
    }

    /** Whether the server has said that the session is there, on this connection. */
    boolean isAttached() {
        return attached;
    }

    /** Whether there is a socket at all. */
    boolean hasChannel() {
        return channel != null;
    }

    /** From now on it sends no ping: the server will think it dead. */
    void fallSilent() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    /** Which of the servers it goes to. */
    int server() {
        return server;
    }

    void goTo(int next) {
        server = next;
    }

    /** Requests without an answer, pings not counted. */
    int unanswered() {
        return unanswered;
    }

    long sentNanos() {
        return sentNanos;
    }

    void begin(SocketChannel opened, SelectionKey registered) {
        channel = opened;
        key = registered;
        attached = false;
        unanswered = 0;
        partial = NOTHING;
        unsent = NOTHING;
    }

    /** The answer to the request for a session has come. Whether there is one. */
    boolean attach(byte[] frame, long now) {
        ConnectResponse response = ConnectResponse.read(new JuteReader(frame));
        sentNanos = now;
        if (response.isRefused()) {
            return false;
        }
        id = response.sessionId();
        password = response.password();
        attached = true;
        return true;
    }

    void onAnswered() {
        unanswered--;
    }

    /** Sends a request of {@link Asking}; it is copied. */
    void send(byte[] request, long now) throws IOException {
        ByteBuffer frame = ByteBuffer.wrap(request.clone());
        xid = xid == Integer.MAX_VALUE ? 1 : xid + 1;
        frame.putInt(XID_OFFSET, xid);
        unanswered++;
        write(frame, now);
    }

    void ping(byte[] request, long now) throws IOException {
        ByteBuffer frame = ByteBuffer.wrap(request.clone());
        frame.putInt(XID_OFFSET, RequestHeader.PING_XID);
        write(frame, now);
    }

    /** Sends what is no request: the very first frame. */
    void write(ByteBuffer frame, long now) throws IOException {
        sentNanos = now;
        if (!unsent.hasRemaining()) {
            channel.write(frame);
        }
        if (frame.hasRemaining()) {
            ByteBuffer rest = ByteBuffer.allocate(unsent.remaining() + frame.remaining());
            unsent = rest.put(unsent).put(frame).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void onWritable() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Appends what has arrived, behind what was kept; whether the connection is still there. */
    boolean read(ByteBuffer in) throws IOException {
        in.put(partial);
        partial = NOTHING;
        return channel.read(in) >= 0;
    }

    /** Keeps the start of a frame. */
    void keep(ByteBuffer in) {
        partial = in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Closes the socket; the session may live on. */
    void hangUp() {
        attached = false;
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new CrowdException("cannot close a socket: " + e.getMessage(), e);
        } finally {
            channel = null;
        }
    }
}
