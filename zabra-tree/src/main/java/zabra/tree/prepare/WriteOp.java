package zabra.tree.prepare;

import java.util.Arrays;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;

/** One write as its request record says it, decoded and nothing else: any field may be nonsense. */
sealed interface WriteOp {
    /**
     * @param op CREATE, CREATE2, CREATE_CONTAINER or CREATE_TTL
     * @param flags the create mode on the wire, see {@link CreateMode}
     * @param ttlMillis 0 unless the op is CREATE_TTL
     */
    record Create(OpCode op, String path, byte[] data, List<Acl> acl, int flags, long ttlMillis)
            implements WriteOp {}

    record Delete(String path, int version) implements WriteOp {}

    record DeleteContainer(String path) implements WriteOp {}

    record SetData(String path, byte[] data, int version) implements WriteOp {}

    record SetAcl(String path, List<Acl> acl, int version) implements WriteOp {}

    record Check(String path, int version) implements WriteOp {}

    /**
     * Reads the record of one op.
     *
     * @throws MarshallingException where the bytes are none, or the op is not one of the above
     */
    static WriteOp read(OpCode op, JuteReader in) {
        return switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER ->
                    new Create(op, in.readString(), in.readBuffer(), readAcl(in), in.readInt(), 0);
            case CREATE_TTL ->
                    new Create(
                            op,
                            in.readString(),
                            in.readBuffer(),
                            readAcl(in),
                            in.readInt(),
                            in.readLong());
            case DELETE -> new Delete(in.readString(), in.readInt());
            case DELETE_CONTAINER -> new DeleteContainer(in.readString());
            case SET_DATA -> new SetData(in.readString(), in.readBuffer(), in.readInt());
            case SET_ACL -> new SetAcl(in.readString(), readAcl(in), in.readInt());
            case CHECK -> new Check(in.readString(), in.readInt());
            default -> throw new MarshallingException(op + " is no write");
        };
    }

    /** Nearly every create asks for the open list: that one is recognized by its bytes. */
    private static List<Acl> readAcl(JuteReader in) {
        int from = in.position();
        if (in.remaining() >= OpenAcl.BYTES.length
                && Arrays.equals(
                        in.array(),
                        from,
                        from + OpenAcl.BYTES.length,
                        OpenAcl.BYTES,
                        0,
                        OpenAcl.BYTES.length)) {
            in.skip(OpenAcl.BYTES.length);
            return Acl.OPEN;
        }
        return Acl.readList(in);
    }

    /** The open list as it is written. */
    final class OpenAcl {
        private static final byte[] BYTES = bytes();

        private OpenAcl() {}

        private static byte[] bytes() {
            JuteWriter out = new JuteWriter();
            Acl.writeList(out, Acl.OPEN);
            return out.toByteArray();
        }
    }
}
