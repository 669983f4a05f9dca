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
                String path = in.readString();
                byte[] data = in.readBuffer();
                List<Acl> acl = Acl.readList(in);
                boolean ephemeral = in.readBoolean();
                // The oldest form of type 1 ends here; a digest tail only came later than that.
                int parentCversion = in.remaining() >= 4 ? in.readInt() : -1;
                yield new Txn.Create(op, path, data, acl, ephemeral, parentCversion);
            }
            case CREATE_CONTAINER ->
                    new Txn.CreateContainer(
                            in.readString(), in.readBuffer(), Acl.readList(in), in.readInt());
            case CREATE_TTL ->
                    new Txn.CreateTtl(
                            in.readString(),
                            in.readBuffer(),
                            Acl.readList(in),
                            in.readInt(),
                            in.readLong());
            case DELETE, DELETE_CONTAINER -> new Txn.Delete(op, in.readString());
            case SET_DATA, RECONFIG ->
                    new Txn.SetData(op, in.readString(), in.readBuffer(), in.readInt());
            case SET_ACL -> new Txn.SetAcl(in.readString(), Acl.readList(in), in.readInt());
            case CHECK -> new Txn.Check(in.readString(), in.readInt());
            case CREATE_SESSION -> new Txn.CreateSession(in.readInt());
            case CLOSE_SESSION -> readCloseSession(in);
            case ERROR -> new Txn.Failed(in.readInt());
            case MULTI -> readMulti(in);
            default -> throw new MarshallingException("no transaction has type " + type);
        };
    }

    /** Before 3.6 no paths were listed: nothing, or only a digest (12 bytes), follows the header. */
    private static Txn readCloseSession(JuteReader in) {
        if (in.remaining() == 0) {
            return new Txn.CloseSession(null);
        }
        if (in.remaining() == 12) {
            // Two paths need at least 12 bytes with their count, so 12 bytes that begin with 2 are a
            // digest or two empty paths, and no path is empty.
            JuteReader ahead = new JuteReader().wrap(in.array(), in.position(), in.remaining());
            if (ahead.readInt() == DIGEST_VERSION) {
                return new Txn.CloseSession(null);
            }
        }
        List<String> paths = in.readStrings();
        return new Txn.CloseSession(paths);
    }

    private static Txn readMulti(JuteReader in) {
        int count = in.readCount();
        List<Txn> parts = new ArrayList<>(Math.max(0, Math.min(count, 1024)));
        for (int i = 0; i < count; i++) {
            int type = in.readInt();
            int length = in.readLength();
            if (length < 0) {
                throw new MarshallingException("multi with a null part");
            }
            if (type == OpCode.MULTI.code()
                    || type == OpCode.CREATE_SESSION.code()
                    || type == OpCode.CLOSE_SESSION.code()) {
                throw new MarshallingException("multi with a part of type " + type);
            }
            parts.add(read(new JuteReader().wrap(in.array(), in.position(), length), type));
            in.skip(length);
        }
        return new Txn.Multi(parts);
    }
}
