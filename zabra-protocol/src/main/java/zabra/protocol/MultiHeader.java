package zabra.protocol;

/**
 * Stands before each part of a multi, in requests and replies; {@link #END} closes the list.
 *
 * @param type the operation's number on the wire, -1 for the result of a failed part
 * @param done whether this is the end of the list; alone decides that
 * @param error of a result; ignored in requests
 */
public record MultiHeader(int type, boolean done, int error) {
    public static final MultiHeader END = new MultiHeader(-1, true, -1);

    /** Bytes on the wire. */
    public static final int LENGTH = 9;

    public void write(JuteWriter out) {
        out.writeInt(type).writeBoolean(done).writeInt(error);
    }

    public static MultiHeader read(JuteReader in) {
        return new MultiHeader(in.readInt(), in.readBoolean(), in.readInt());
    }
}
