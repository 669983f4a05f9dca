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

    /** Marks the session closing: later requests of it are refused. */
    void setClosing(long sessionId);
}
