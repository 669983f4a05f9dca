package zabra.protocol;

/** Who an ACL entry means, or who a connection is: an authentication scheme and a name in it. */
public record Id(String scheme, String id) {
    public static final Id ANYONE = new Id("world", "anyone");

    public void write(JuteWriter out) {
        out.writeString(scheme).writeString(id);
    }

    public static Id read(JuteReader in) {
        return new Id(in.readString(), in.readString());
    }
}
