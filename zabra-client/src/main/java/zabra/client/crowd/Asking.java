package zabra.client.crowd;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import zabra.protocol.Acl;
import zabra.protocol.ConnectRequest;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;
import zabra.protocol.RequestHeader;

/** The requests of a crowd, as frames ready to be sent; xids are patched in by the session. */
final class Asking {
    private static final int EPHEMERAL = 1;

    private Asking() {}

    /** For a new session where {@code sessionId} is 0, else to go on with that one. */
    static ByteBuffer session(int timeoutMillis, long sessionId, byte[] password) {
        JuteWriter out = new JuteWriter();
        int mark = out.beginFrame();
        new ConnectRequest(0, 0, timeoutMillis, sessionId, password, true, false).write(out);
        out.endFrame(mark);
        return ByteBuffer.wrap(out.toByteArray());
    }

    static byte[] getData(String path, boolean watch) {
        return frame(OpCode.GET_DATA, out -> out.writeString(path).writeBoolean(watch));
    }

    static byte[] exists(String path) {
        return frame(OpCode.EXISTS, out -> out.writeString(path).writeBoolean(false));
    }

    static byte[] setData(String path, byte[] data) {
        return frame(OpCode.SET_DATA, out -> out.writeString(path).writeBuffer(data).writeInt(-1));
    }

    static byte[] create(String path, byte[] data, boolean ephemeral) {
        return frame(
                OpCode.CREATE,
                out -> {
                    out.writeString(path).writeBuffer(data);
                    Acl.writeList(out, List.copyOf(Acl.OPEN));
                    out.writeInt(ephemeral ? EPHEMERAL : 0);
                });
    }

    static byte[] delete(String path) {
        return frame(OpCode.DELETE, out -> out.writeString(path).writeInt(-1));
    }

    /** A ping or the end of a session. */
    static byte[] bare(OpCode op) {
        return frame(op, out -> {});
    }

    private static byte[] frame(OpCode op, Consumer<JuteWriter> body) {
        JuteWriter out = new JuteWriter();
        int mark = out.beginFrame();
        new RequestHeader(0, op.code()).write(out);
        body.accept(out);
        out.endFrame(mark);
        return out.toByteArray();
    }
}
