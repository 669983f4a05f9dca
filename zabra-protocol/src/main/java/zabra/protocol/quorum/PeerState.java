package zabra.protocol.quorum;

/** What a server does in its ensemble, as it tells the others; the codes are those of the wire. */
public enum PeerState {
    LOOKING,
    FOLLOWING,
    LEADING,
    OBSERVING;

    private static final PeerState[] BY_CODE = values();

    /** The number on the wire, 0 … 3. */
    public int code() {
        return switch (this) {
            case LOOKING -> 0;
            case FOLLOWING -> 1;
            case LEADING -> 2;
            case OBSERVING -> 3;
        };
    }

    /** The state with this number, or null where there is none. */
    public static PeerState of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
