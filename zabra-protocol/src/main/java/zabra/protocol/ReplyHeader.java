package zabra.protocol;

/**
 * Stands before every reply and every watch event.
 *
 * @param xid of the request; {@link #NOTIFICATION_XID} for a watch event
 * @param zxid the last transaction applied when the reply was made; of a watch event the
 *     transaction that fired it
 * @param error see {@link ErrorCode}; not 0 means that no body follows
 */
public record ReplyHeader(int xid, long zxid, int error) {
    public static final int NOTIFICATION_XID = -1;

    /** Bytes on the wire. */
    public static final int LENGTH = 16;

    public void write(JuteWriter out) {
        write(out, xid, zxid, error);
    }

    /** As {@link #write(JuteWriter)}, without a record to make first. */
    public static void write(JuteWriter out, int xid, long zxid, int error) {
        out.writeInt(xid).writeLong(zxid).writeInt(error);
    }

    public static ReplyHeader read(JuteReader in) {
        return new ReplyHeader(in.readInt(), in.readLong(), in.readInt());
    }
}
