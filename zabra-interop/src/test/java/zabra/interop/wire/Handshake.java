package zabra.interop.wire;

import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;

/** What a client says first on a connection. {@code readOnly} null leaves the byte away. */
public record Handshake(
        long lastZxidSeen, int timeoutMillis, long sessionId, byte[] password, Boolean readOnly) {

    /** Asks for a new session. */
    public static Handshake fresh(int timeoutMillis) {
        return new Handshake(0, timeoutMillis, 0, new byte[16], false);
    }

    /** Asks for a session that exists. */
    public static Handshake reattach(Session session, long lastZxidSeen, int timeoutMillis) {
        return new Handshake(lastZxidSeen, timeoutMillis, session.id(), session.password(), false);
    }

    byte[] frame() {
        JuteWriter out = new JuteWriter();
        int mark = out.beginFrame();
        out.writeInt(0).writeLong(lastZxidSeen).writeInt(timeoutMillis).writeLong(sessionId);
        out.writeBuffer(password);
        if (readOnly != null) {
            out.writeBoolean(readOnly);
        }
        out.endFrame(mark);
        return out.toByteArray();
    }

    /** What a server answers. Refused: timeout and id are 0. {@code readOnly} as in the request. */
    public record Session(int timeoutMillis, long id, byte[] password, Boolean readOnly) {
        static Session decode(byte[] frame) {
            JuteReader in = new JuteReader(frame);
            in.readInt();
            return new Session(
                    in.readInt(),
                    in.readLong(),
                    in.readBuffer(),
                    in.remaining() == 0 ? null : in.readBoolean());
        }

        public boolean isRefused() {
            return id == 0;
        }
    }
}
