package zabra.tree.prepare;

import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;

/** The bytes of request records. */
final class Bodies {
    private Bodies() {}

    /** One part of a multi. */
    record Part(OpCode op, byte[] body) {}

    static byte[] create(String path, byte[] data, List<Acl> acl, int flags) {
        JuteWriter out = new JuteWriter().writeString(path).writeBuffer(data);
        Acl.writeList(out, acl);
        return out.writeInt(flags).toByteArray();
    }

    static byte[] createTtl(String path, int flags, long ttl) {
        JuteWriter out = new JuteWriter().writeString(path).writeBuffer(new byte[0]);
        Acl.writeList(out, Acl.OPEN);
        return out.writeInt(flags).writeLong(ttl).toByteArray();
    }

    static byte[] delete(String path, int version) {
        return new JuteWriter().writeString(path).writeInt(version).toByteArray();
    }

    static byte[] check(String path, int version) {
        return delete(path, version);
    }

    static byte[] setData(String path, byte[] data, int version) {
        return new JuteWriter().writeString(path).writeBuffer(data).writeInt(version).toByteArray();
    }

    static byte[] setAcl(String path, List<Acl> acl, int version) {
        JuteWriter out = new JuteWriter().writeString(path);
        Acl.writeList(out, acl);
        return out.writeInt(version).toByteArray();
    }

    static byte[] multi(List<Part> parts) {
        JuteWriter out = new JuteWriter();
        for (Part part : parts) {
            out.writeInt(part.op().code()).writeBoolean(false).writeInt(-1);
            out.writeBytes(part.body(), 0, part.body().length);
        }
        return out.writeInt(-1).writeBoolean(true).writeInt(-1).toByteArray();
    }
}
