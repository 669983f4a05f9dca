package zabra.client.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import zabra.protocol.ConnectRequest;
import zabra.protocol.ConnectResponse;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;
import zabra.protocol.ReplyHeader;
import zabra.protocol.RequestHeader;
import zabra.protocol.Stat;
import zabra.protocol.WatcherEvent;

/**
 * Replies that look right to every question, whatever was asked before: each znode exists and holds
 * the same data. Not thread-safe.
 */
final class CannedReplies {
    private static final int XID_OFFSET = 4;
    private static final int ZXID_OFFSET = 8;
    private static final int ERROR_OFFSET = 16;
    private static final int UNKNOWN_OPERATION = -6;
    private static final int DATA_CHANGED = 3;

    /** Of an event's frame, its path not counted. */
    static final int EVENT_LENGTH = 4 + ReplyHeader.LENGTH + 12;

    private final byte[] empty;
    private final byte[] data;
    private final byte[] stat;
    private final byte[] children;
    private long zxid = 1;
    private long sessions;

    /**
     * @param dataSize bytes of data in every znode
     * @param childCount how many children, with names of ten digits, every znode has
     */
    CannedReplies(int dataSize, int childCount) {
        byte[] content = new byte[dataSize];
        Arrays.fill(content, (byte) 'z');
        Stat nodeStat = new Stat(1, 1, 1, 1, 0, 0, 0, 0, dataSize, 0, 1);
        JuteWriter out = new JuteWriter();
        empty = encode(out);
        out.writeBuffer(content);
        nodeStat.write(out);
        data = encode(out);
        nodeStat.write(out);
        stat = encode(out);
        out.writeInt(childCount);
        for (int i = 0; i < childCount; i++) {
            String number = Integer.toString(i);
            out.writeString("0".repeat(10 - number.length()) + number);
        }
        children = encode(out);
    }

    /** A reply frame with that body, which is taken out of {@code body}. */
    private static byte[] encode(JuteWriter body) {
        JuteWriter out = new JuteWriter();
        int mark = out.beginFrame();
        ReplyHeader.write(out, 0, 0, 0);
        out.writeBytes(body.array(), 0, body.position());
        out.endFrame(mark);
        body.clear();
        return out.toByteArray();
    }

    /** Whether the request at {@code start} changes something and so must be durable first. */
    static boolean isWrite(ByteBuffer in, int start) {
        int type = in.getInt(start + 4);
        return type == OpCode.CREATE.code()
                || type == OpCode.SET_DATA.code()
                || type == OpCode.DELETE.code();
    }

    /** Whether the request asks for data, and to be told when that changes. */
    static boolean asksForWatch(ByteBuffer in, int start, int length) {
        return in.getInt(start + 4) == OpCode.GET_DATA.code() && in.get(start + length - 1) != 0;
    }

    /** Whether the request is a whole setData, as far as its path goes. */
    static boolean isChange(ByteBuffer in, int start, int length) {
        return in.getInt(start + 4) == OpCode.SET_DATA.code() && hasPath(in, start, length);
    }

    /** Appends the event that the path of the request has other data. */
    static void tell(ByteBuffer in, int start, ByteBuffer out) {
        int pathLength = in.getInt(start + RequestHeader.LENGTH);
        out.putInt(EVENT_LENGTH - 4 + pathLength);
        out.putInt(ReplyHeader.NOTIFICATION_XID).putLong(-1).putInt(0);
        out.putInt(DATA_CHANGED).putInt(WatcherEvent.SYNC_CONNECTED).putInt(pathLength);
        out.put(out.position(), in, start + RequestHeader.LENGTH + 4, pathLength);
        out.position(out.position() + pathLength);
    }

    /** No reply is longer than this and the request together. */
    int longest() {
        return Math.max(data.length, children.length);
    }

    /** Appends the reply to the request whose frame starts at {@code start}, header checked. */
    void answer(ByteBuffer in, int start, ByteBuffer out) {
        int xid = in.getInt(start);
        OpCode op = OpCode.of(in.getInt(start + 4));
        if (op == null) {
            put(out, empty, xid, UNKNOWN_OPERATION);
            return;
        }
        switch (op) {
            case GET_DATA -> put(out, data, xid, 0);
            case EXISTS -> put(out, stat, xid, 0);
            case SET_DATA -> {
                zxid++;
                put(out, stat, xid, 0);
            }
            case CREATE -> {
                zxid++;
                putPath(in, start, out, xid);
            }
            case GET_CHILDREN -> put(out, children, xid, 0);
            case DELETE -> {
                zxid++;
                put(out, empty, xid, 0);
            }
            case SYNC -> putPath(in, start, out, xid);
            case PING -> put(out, empty, RequestHeader.PING_XID, 0);
            case CLOSE_SESSION -> put(out, empty, xid, 0);
            default -> put(out, empty, xid, UNKNOWN_OPERATION);
        }
    }

    private void put(ByteBuffer out, byte[] reply, int xid, int error) {
        int at = out.position();
        out.put(reply);
        out.putInt(at + XID_OFFSET, xid);
        out.putLong(at + ZXID_OFFSET, zxid);
        out.putInt(at + ERROR_OFFSET, error);
    }

    /** Echoes the path the request begins with; it was checked to lie within the request. */
    private void putPath(ByteBuffer in, int start, ByteBuffer out, int xid) {
        int length = 4 + in.getInt(start + RequestHeader.LENGTH);
        int at = out.position();
        put(out, empty, xid, 0);
        out.put(out.position(), in, start + RequestHeader.LENGTH, length);
        out.position(out.position() + length);
        out.putInt(at, ReplyHeader.LENGTH + length);
    }

    /** Whether the request is whole enough to be answered. */
    static boolean isSound(ByteBuffer in, int start, int length) {
        if (length < RequestHeader.LENGTH) {
            return false;
        }
        int type = in.getInt(start + 4);
        if (type != OpCode.CREATE.code() && type != OpCode.SYNC.code()) {
            return true;
        }
        return hasPath(in, start, length);
    }

    private static boolean hasPath(ByteBuffer in, int start, int length) {
        if (length < RequestHeader.LENGTH + 4) {
            return false;
        }
        int pathLength = in.getInt(start + RequestHeader.LENGTH);
        return pathLength >= 0 && pathLength <= length - RequestHeader.LENGTH - 4;
    }

    /**
     * Answers a connect request with a new session.
     *
     * @throws MarshallingException if it is none
     */
    void answerConnect(byte[] request, ByteBuffer out) {
        ConnectRequest connect = ConnectRequest.read(new JuteReader(request));
        JuteWriter reply = new JuteWriter();
        int mark = reply.beginFrame();
        new ConnectResponse(
                        0,
                        Math.max(1, connect.timeoutMillis()),
                        ++sessions,
                        new byte[ConnectResponse.PASSWORD_LENGTH],
                        connect.hasReadOnly(),
                        false)
                .write(reply);
        reply.endFrame(mark);
        out.put(reply.array(), 0, reply.position());
    }
}
