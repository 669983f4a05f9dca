package zabra.protocol;

/**
 * Stands before every request but the first of a connection.
 *
 * @param xid the client's number for the request, echoed in the reply; negative for those below
 * @param type the operation's number on the wire, see {@link OpCode}; unchecked
 */
public record RequestHeader(int xid, int type) {
    public static final int PING_XID = -2;
    public static final int AUTH_XID = -4;
    public static final int SET_WATCHES_XID = -8;

    /** Bytes on the wire. */
    public static final int LENGTH = 8;

    public void write(JuteWriter out) {
        out.writeInt(xid).writeInt(type);
    }

    public static RequestHeader read(JuteReader in) {
        return new RequestHeader(in.readInt(), in.readInt());
    }
}
