package zabra.protocol.txn;

import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteReader;
import zabra.protocol.JuteWriter;
import zabra.protocol.MarshallingException;
import zabra.protocol.OpCode;

/**
 * The bytes of transactions, the same in the log, in proposals and in multis (docs/formats.md).
 * Reading checks everything; a type that no transaction can have is refused.
 */
public final class TxnCodec {
    /** The digest version written after a transaction. */
    public static final int DIGEST_VERSION = 2;

    /** Bytes of a digest: its version and itself. */
    static final int DIGEST_LENGTH = 12;

    private TxnCodec() {}

    /** The record alone, without header and digest. */
    public static void write(JuteWriter out, Txn txn) {
        switch (txn) {
            case Txn.Create t -> {
                writeCreate(out, t.path(), t.data(), t.acl());
                out.writeBoolean(t.ephemeral()).writeInt(t.parentCversion());
            }
            case Txn.CreateContainer t -> {
                writeCreate(out, t.path(), t.data(), t.acl());
                out.writeInt(t.parentCversion());
            }
            case Txn.CreateTtl t -> {
                writeCreate(out, t.path(), t.data(), t.acl());
                out.writeInt(t.parentCversion()).writeLong(t.ttlMillis());
            }
            case Txn.Delete t -> out.writeString(t.path());
            case Txn.SetData t ->
                    out.writeString(t.path()).writeBuffer(t.data()).writeInt(t.version());
            case Txn.SetAcl t -> {
                out.writeString(t.path());
                Acl.writeList(out, t.acl());
                out.writeInt(t.version());
            }
            case Txn.Check t -> out.writeString(t.path()).writeInt(t.version());
            case Txn.CreateSession t -> out.writeInt(t.timeoutMillis());
            case Txn.CloseSession t -> {
                if (t.paths() != null) {
                    out.writeStrings(t.paths());
                }
            }
            case Txn.Failed t -> out.writeInt(t.error());
            case Txn.Multi t -> writeMulti(out, t);
        }
    }

    private static void writeCreate(JuteWriter out, String path, byte[] data, List<Acl> acl) {
        out.writeString(path).writeBuffer(data);
        Acl.writeList(out, acl);
    }

    private static void writeMulti(JuteWriter out, Txn.Multi multi) {
        out.writeInt(multi.parts().size());
        for (Txn part : multi.parts()) {
            out.writeInt(part.op().code());
            int mark = out.beginFrame();
            write(out, part);
            out.endFrame(mark);
        }
    }

    /** The record of the given type; bytes after it are left unread. */
    public static Txn read(JuteReader in, int type) {
        OpCode op = OpCode.of(type);
        if (op == null) {
            throw new MarshallingException("no transaction has type " + type);
        }
        return switch (op) {
            case CREATE, CREATE2 -> {
                String path = readPath(in);
                byte[] data = in.readBuffer();
                List<Acl> acl = Acl.readList(in);
                boolean ephemeral = in.readBoolean();
                // The oldest form of type 1 ends here; digests came later, so none follows it.
                boolean oldest = op == OpCode.CREATE && in.remaining() == 0;
                int parentCversion = oldest ? -1 : in.readInt();
                yield new Txn.Create(op, path, data, acl, ephemeral, parentCversion);
            }
            case CREATE_CONTAINER ->
                    new Txn.CreateContainer(
                            readPath(in), in.readBuffer(), Acl.readList(in), in.readInt());
            case CREATE_TTL ->
                    new Txn.CreateTtl(
                            readPath(in),
                            in.readBuffer(),
                            Acl.readList(in),
                            in.readInt(),
                            in.readLong());
            case DELETE, DELETE_CONTAINER -> new Txn.Delete(op, readPath(in));
            case SET_DATA, RECONFIG ->
                    new Txn.SetData(op, readPath(in), in.readBuffer(), in.readInt());
            case SET_ACL -> new Txn.SetAcl(readPath(in), Acl.readList(in), in.readInt());
            case CHECK -> new Txn.Check(readPath(in), in.readInt());
            case CREATE_SESSION -> new Txn.CreateSession(in.readInt());
            case CLOSE_SESSION -> readCloseSession(in);
            case ERROR -> new Txn.Failed(in.readInt());
            case MULTI -> readMulti(in);
            default -> throw new MarshallingException("no transaction has type " + type);
        };
    }

    private static String readPath(JuteReader in) {
        String path = in.readString();
        if (path == null) {
            throw new MarshallingException("transaction without a path");
        }
        return path;
    }

    /**
     * Before 3.6, and by a switch after it, no paths were listed: nothing, or only a digest (12
     * bytes), follows the header. Twelve bytes that begin with the digest's version, 2, are a
     * digest: as a list they would be two paths without a character.
     */
    private static Txn readCloseSession(JuteReader in) {
        if (in.remaining() == 0
                || (in.remaining() == DIGEST_LENGTH && in.peekInt() == DIGEST_VERSION)) {
            return new Txn.CloseSession(null);
        }
        List<String> paths = in.readVector(TxnCodec::readPath);
        return new Txn.CloseSession(paths);
    }

    private static Txn readMulti(JuteReader in) {
        int count = in.readCount();
        List<Txn> parts = new ArrayList<>(Math.max(0, Math.min(count, 64)));
        JuteReader part = new JuteReader();
        for (int i = 0; i < count; i++) {
            int type = in.readInt();
            int length = in.readLength();
            if (length < 0) {
                throw new MarshallingException("multi with a null part");
            }
            parts.add(readPart(part.wrap(in.array(), in.position(), length), type));
            in.skip(length);
        }
        return new Txn.Multi(parts);
    }

    private static Txn readPart(JuteReader in, int type) {
        OpCode op = OpCode.of(type);
        if (op != null) {
            switch (op) {
                case CREATE,
                        CREATE2,
                        CREATE_CONTAINER,
                        CREATE_TTL,
                        DELETE,
                        DELETE_CONTAINER,
                        SET_DATA,
                        CHECK,
                        ERROR -> {
                    return read(in, type);
                }
                default -> {}
            }
        }
        throw new MarshallingException("multi with a part of type " + type);
    }
}
