package zabra.interop.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import zabra.protocol.Acl;
import zabra.protocol.JuteWriter;
import zabra.protocol.OpCode;

/**
 * A request without its xid: the opcode as it goes out (which may be none that exists), the bytes
 * after the header, and words for people.
 */
public record Request(int type, byte[] body, String words) {
    private static final byte[] NOTHING = new byte[0];

    static Request of(OpCode op, JuteWriter body, String words) {
        return new Request(op.code(), body.toByteArray(), op + " " + words);
    }

    /** Any bytes under any opcode. */
    public static Request raw(int type, byte[] body) {
        return new Request(type, body, "raw " + type + " " + HexFormat.of().formatHex(body));
    }

    /** CREATE, CREATE2 or CREATE_CONTAINER. */
    public static Request create(OpCode op, String path, byte[] data, List<Acl> acl, int flags) {
        JuteWriter out = new JuteWriter().writeString(path).writeBuffer(data);
        Acl.writeList(out, acl);
        out.writeInt(flags);
        return of(op, out, path + " data=" + text(data) + " acl=" + acl + " flags=" + flags);
    }

    /** A node everybody may do everything with. */
    public static Request create(String path, byte[] data, int flags) {
        return create(OpCode.CREATE, path, data, Acl.OPEN, flags);
    }

    public static Request createTtl(
            String path, byte[] data, List<Acl> acl, int flags, long ttlMillis) {
        JuteWriter out = new JuteWriter().writeString(path).writeBuffer(data);
        Acl.writeList(out, acl);
        out.writeInt(flags).writeLong(ttlMillis);
        return of(
                OpCode.CREATE_TTL,
                out,
                path
                        + " data="
                        + text(data)
                        + " acl="
                        + acl
                        + " flags="
                        + flags
                        + " ttl="
                        + ttlMillis);
    }

    public static Request delete(String path, int version) {
        return of(
                OpCode.DELETE,
                new JuteWriter().writeString(path).writeInt(version),
                path + " version=" + version);
    }

    public static Request setData(String path, byte[] data, int version) {
        return of(
                OpCode.SET_DATA,
                new JuteWriter().writeString(path).writeBuffer(data).writeInt(version),
                path + " data=" + text(data) + " version=" + version);
    }

    public static Request setAcl(String path, List<Acl> acl, int version) {
        JuteWriter out = new JuteWriter().writeString(path);
        Acl.writeList(out, acl);
        return of(
                OpCode.SET_ACL,
                out.writeInt(version),
                path + " acl=" + acl + " version=" + version);
    }

    /** CHECK, which is legal only inside a multi. */
    public static Request check(String path, int version) {
        return of(
                OpCode.CHECK,
                new JuteWriter().writeString(path).writeInt(version),
                path + " version=" + version);
    }

    /** EXISTS, GET_DATA, GET_CHILDREN or GET_CHILDREN2. */
    public static Request read(OpCode op, String path, boolean watch) {
        return of(
                op,
                new JuteWriter().writeString(path).writeBoolean(watch),
                path + (watch ? " watch" : ""));
    }

    /** A request that holds one string: SYNC, GET_ACL, GET_EPHEMERALS, … */
    public static Request ofPath(OpCode op, String path) {
        return of(op, new JuteWriter().writeString(path), String.valueOf(path));
    }

    /** A request that holds nothing: PING, WHO_AM_I, CLOSE_SESSION. */
    public static Request empty(OpCode op) {
        return new Request(op.code(), NOTHING, op.toString());
    }

    /** ADD_WATCH with its mode; CHECK_WATCHES or REMOVE_WATCHES with their type. */
    public static Request watches(OpCode op, String path, int modeOrType) {
        return of(
                op,
                new JuteWriter().writeString(path).writeInt(modeOrType),
                path + " " + modeOrType);
    }

    /** SET_WATCHES with three lists of paths, SET_WATCHES2 with five. */
    public static Request setWatches(OpCode op, long relativeZxid, List<List<String>> lists) {
        JuteWriter out = new JuteWriter().writeLong(relativeZxid);
        lists.forEach(out::writeStrings);
        return of(op, out, relativeZxid + " " + lists);
    }

    public static Request auth(String scheme, byte[] auth) {
        return of(
                OpCode.AUTH,
                new JuteWriter().writeInt(0).writeString(scheme).writeBuffer(auth),
                scheme + " " + text(auth));
    }

    /** MULTI or MULTI_READ of these, each with its own opcode. */
    public static Request multi(OpCode op, List<Request> parts) {
        JuteWriter out = new JuteWriter();
        StringBuilder words = new StringBuilder("[");
        for (Request part : parts) {
            out.writeInt(part.type()).writeBoolean(false).writeInt(-1);
            out.writeBytes(part.body(), 0, part.body().length);
            words.append(words.length() == 1 ? "" : "; ").append(part.words());
        }
        out.writeInt(-1).writeBoolean(true).writeInt(-1);
        return of(op, out, words.append(']').toString());
    }

    private static String text(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        if (bytes.length > 40) {
            return bytes.length + " bytes";
        }
        return "'" + new String(bytes, StandardCharsets.ISO_8859_1) + "'";
    }

    @Override
    public String toString() {
        return words;
    }
}
