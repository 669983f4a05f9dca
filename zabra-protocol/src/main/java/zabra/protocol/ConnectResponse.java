package zabra.protocol;

/**
 * The first frame of a server: the session, or its refusal.
 *
 * @param protocolVersion 0
 * @param timeoutMillis negotiated; 0 where the session is refused
 * @param sessionId 0 where the session is refused
 * @param password 16 bytes, all zero where the session is refused
 * @param hasReadOnly whether the optional last byte is there: exactly when the request had it, for
 *     old clients read a fixed number of bytes
 * @param readOnly whether the server is read-only
 */
public record ConnectResponse(
        int protocolVersion,
        int timeoutMillis,
        long sessionId,
        byte[] password,
        boolean hasReadOnly,
        boolean readOnly) {
    public static final int PASSWORD_LENGTH = 16;

    /** The session is unknown, expired or closed, or the password is wrong. */
    public static ConnectResponse refused(boolean hasReadOnly) {
        return new ConnectResponse(0, 0, 0, new byte[PASSWORD_LENGTH], hasReadOnly, false);
    }

    /** As the client sees it: zero or less is no session. */
    public boolean isRefused() {
        return timeoutMillis <= 0;
    }

    public void write(JuteWriter out) {
        out.writeInt(protocolVersion).writeInt(timeoutMillis).writeLong(sessionId);
        out.writeBuffer(password);
        if (hasReadOnly) {
            out.writeBoolean(readOnly);
        }
    }

    /** Reads a whole frame: what follows the readOnly byte is ignored. */
    public static ConnectResponse read(JuteReader in) {
        int protocolVersion = in.readInt();
        int timeoutMillis = in.readInt();
        long sessionId = in.readLong();
        byte[] password = in.readBuffer();
        boolean hasReadOnly = in.remaining() > 0;
        boolean readOnly = hasReadOnly && in.readBoolean();
        return new ConnectResponse(
                protocolVersion, timeoutMillis, sessionId, password, hasReadOnly, readOnly);
    }
}
