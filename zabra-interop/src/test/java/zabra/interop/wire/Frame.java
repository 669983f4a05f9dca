package zabra.interop.wire;

import zabra.protocol.JuteReader;

/** A frame a server sent after the handshake: its header and the bytes after it. */
public record Frame(int xid, long zxid, int err, byte[] body) {
    /** The xid of watch events. */
    public static final int EVENT_XID = -1;

    static Frame decode(byte[] bytes) {
        JuteReader in = new JuteReader(bytes);
        int xid = in.readInt();
        long zxid = in.readLong();
        int err = in.readInt();
        byte[] body = new byte[in.remaining()];
        System.arraycopy(bytes, in.position(), body, 0, body.length);
        return new Frame(xid, zxid, err, body);
    }

    public boolean isEvent() {
        return xid == EVENT_XID;
    }

    /** Reads the body. */
    public JuteReader reader() {
        return new JuteReader(body);
    }
}
