package zabra.tree.prepare;

import zabra.protocol.ErrorCode;

/** What the preparer must know of sessions. */
public interface SessionCheck {
    /**
     * OK where the session lives and is attached where the request came from; SESSIONEXPIRED where
     * it is unknown or closing; SESSIONMOVED where it is attached elsewhere.
     *
     * @param attachment the connection the request came from; compared by identity; null for the
     *     server's own requests, which are always OK
     */
    ErrorCode check(long sessionId, Object attachment);

    /**
     * As {@link #check}, for a session that is about to own an ephemeral: also
     * EPHEMERALONLOCALSESSION where only this server knows it.
     */
    default ErrorCode checkOwner(long sessionId, Object attachment) {
        return check(sessionId, attachment);
    }

    /** Marks the session closing: later requests of it are refused. */
    void setClosing(long sessionId);
}
