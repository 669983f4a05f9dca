package zabra.protocol;

import java.util.List;

/**
 * One entry of an access control list: permission bits for an identity. Bits outside {@link #ALL}
 * are kept and echoed.
 */
public record Acl(int perms, Id id) {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int CREATE = 4;
    public static final int DELETE = 8;
    public static final int ADMIN = 16;
    public static final int ALL = 31;

    /** Everybody may do everything. */
    public static final List<Acl> OPEN = List.of(new Acl(ALL, Id.ANYONE));

    /** Everybody may read. */
    public static final List<Acl> READABLE = List.of(new Acl(READ, Id.ANYONE));

    public void write(JuteWriter out) {
        out.writeInt(perms);
        id.write(out);
    }

    public static Acl read(JuteReader in) {
        return new Acl(in.readInt(), Id.read(in));
    }

    /** A vector of entries; null as -1. */
    public static void writeList(JuteWriter out, List<Acl> list) {
        if (list == null) {
            out.writeInt(-1);
            return;
        }
        out.writeInt(list.size());
        for (Acl acl : list) {
            acl.write(out);
        }
    }

    /** A vector of entries; null for count -1. */
    public static List<Acl> readList(JuteReader in) {
        return in.readVector(Acl::read);
    }
}
