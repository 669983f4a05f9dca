package zabra.client.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.RequestHeader;

/**
 * One encoded request frame whose xid, and a decimal number at the end of its path, are patched
 * before each copy. Not thread-safe: each load thread has its own.
 */
final class RequestTemplate {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int XID_OFFSET = 4;
    private static final int EPHEMERAL = 1;

    private final byte[] bytes;
    private final int numberEnd;
    private final int digits;

    private RequestTemplate(byte[] bytes, int numberEnd, int digits) {
        this.bytes = bytes;
        this.numberEnd = numberEnd;
        this.digits = digits;
    }

    /** Reads the data of {@code prefix} + number. */
    static RequestTemplate getData(String prefix, int digits) {
        return watching(OpCode.GET_DATA, prefix, digits);
    }

    static RequestTemplate exists(String prefix, int digits) {
        return watching(OpCode.EXISTS, prefix, digits);
    }

    static RequestTemplate getChildren(String path) {
        return watching(OpCode.GET_CHILDREN, path, 0);
    }

    static RequestTemplate setData(String prefix, int digits, byte[] data) {
        JuteWriter out = new JuteWriter();
        int numberEnd = begin(out, OpCode.SET_DATA, prefix, digits);
        out.writeBuffer(data).writeInt(-1);
        return end(out, numberEnd, digits);
    }

    /** A persistent znode, open to everybody. */
    static RequestTemplate create(String prefix, int digits, byte[] data) {
        return create(prefix, digits, data, 0);
    }

    /** A znode that ends with its session, open to everybody. */
    static RequestTemplate ephemeral(String prefix, int digits, byte[] data) {
        return create(prefix, digits, data, EPHEMERAL);
    }

    private static RequestTemplate create(String prefix, int digits, byte[] data, int flags) {
        JuteWriter out = new JuteWriter();
        int numberEnd = begin(out, OpCode.CREATE, prefix, digits);
        out.writeBuffer(data);
        Acl.writeList(out, List.copyOf(Acl.OPEN));
        out.writeInt(flags);
        return end(out, numberEnd, digits);
    }

    static RequestTemplate delete(String prefix, int digits) {
        JuteWriter out = new JuteWriter();
        int numberEnd = begin(out, OpCode.DELETE, prefix, digits);
        out.writeInt(-1);
        return end(out, numberEnd, digits);
    }

    /** A request that is a header and nothing else, such as ping and closeSession. */
    static RequestTemplate bare(OpCode op) {
        JuteWriter out = new JuteWriter();
        out.beginFrame();
        new RequestHeader(0, op.code()).write(out);
        return end(out, 0, 0);
    }

    private static RequestTemplate watching(OpCode op, String prefix, int digits) {
        JuteWriter out = new JuteWriter();
        int numberEnd = begin(out, op, prefix, digits);
        out.writeBoolean(false);
        return end(out, numberEnd, digits);
    }

    private static int begin(JuteWriter out, OpCode op, String prefix, int digits) {
        out.beginFrame();
        new RequestHeader(0, op.code()).write(out);
        out.writeString(prefix + "0".repeat(digits));
        return out.position();
    }

    private static RequestTemplate end(JuteWriter out, int numberEnd, int digits) {
        out.endFrame(0);
        return new RequestTemplate(out.toByteArray(), numberEnd, digits);
    }

    /** Bytes of the frame, length prefix included. */
    int length() {
        return bytes.length;
    }

    /** Appends the request; {@code number} must fit the digits (higher ones are cut off). */
    void put(ByteBuffer out, int xid, long number) {
        INT.set(bytes, XID_OFFSET, xid);
        long rest = number;
        int from = numberEnd - digits;
        for (int i = numberEnd - 1; i >= from; i--) {
            long tenth = rest / 10;
            bytes[i] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
        out.put(bytes);
    }
}
