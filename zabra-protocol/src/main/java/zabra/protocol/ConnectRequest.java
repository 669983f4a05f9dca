package zabra.protocol;

/**
 * The first frame of a connection: asks for a new session or to attach to one.
 *
 * @param protocolVersion clients send 0; not looked at
 * @param lastZxidSeen a server that is behind it must not serve this client
 * @param timeoutMillis wanted, not yet clamped; any value
 * @param sessionId 0 asks for a new session
 * @param password proves the session; 16 bytes by rule, any length by fact, may be null
 * @param hasReadOnly whether the optional last byte was there; the reply has it exactly then
 * @param readOnly whether a read-only server will do; false where the byte is absent
 */
public record ConnectRequest(
        int protocolVersion,
        long lastZxidSeen,
        int timeoutMillis,
        long sessionId,
        byte[] password,
        boolean hasReadOnly,
        boolean readOnly) {

    public void write(JuteWriter out) {
        out.writeInt(protocolVersion).writeLong(lastZxidSeen).writeInt(timeoutMillis);
        out.writeLong(sessionId).writeBuffer(password);
        if (hasReadOnly) {
            out.writeBoolean(readOnly);
        }
    }

    /** Reads a whole frame: what follows the readOnly byte is ignored. */
    public static ConnectRequest read(JuteReader in) {
        int protocolVersion = in.readInt();
        long lastZxidSeen = in.readLong();
        int timeoutMillis = in.readInt();
        long sessionId = in.readLong();
        byte[] password = in.readBuffer();
        boolean hasReadOnly = in.remaining() > 0;
        boolean readOnly = hasReadOnly && in.readBoolean();
        return new ConnectRequest(
                protocolVersion,
                lastZxidSeen,
                timeoutMillis,
                sessionId,
                password,
                hasReadOnly,
                readOnly);
    }
}
