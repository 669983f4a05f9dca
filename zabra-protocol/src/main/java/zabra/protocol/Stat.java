package zabra.protocol;

/**
 * What clients see of a znode beside its data: 68 bytes on the wire. Times are milliseconds since
 * the Unix epoch; {@code cversion} counts creates and deletes of children; {@code ephemeralOwner}
 * is the owning session, 0 for all but ephemerals.
 */
public record Stat(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        long pzxid) {

    public void write(JuteWriter out) {
        write(
                out,
                czxid,
                mzxid,
                ctime,
                mtime,
                version,
                cversion,
                aversion,
                ephemeralOwner,
                dataLength,
                numChildren,
                pzxid);
    }

    /** As the other, for one who has the fields: a read makes no object of them. */
    public static void write(
            JuteWriter out,
            long czxid,
            long mzxid,
            long ctime,
            long mtime,
            int version,
            int cversion,
            int aversion,
            long ephemeralOwner,
            int dataLength,
            int numChildren,
            long pzxid) {
        out.writeLong(czxid).writeLong(mzxid).writeLong(ctime).writeLong(mtime);
        out.writeInt(version).writeInt(cversion).writeInt(aversion);
        out.writeLong(ephemeralOwner).writeInt(dataLength).writeInt(numChildren).writeLong(pzxid);
    }

    public static Stat read(JuteReader in) {
        return new Stat(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong());
    }
}
