package zabra.peer;

import zabra.peer.ensemble.MemberView;

/** What a peer reports: to be logged and counted. Any thread; must not block. */
public interface PeerEvents {
    /** Reports nothing. */
    PeerEvents NONE = new PeerEvents() {};

    /** A client has seen a later state than this server has. */
    default void clientAhead(long clientZxid, long serverZxid) {}

    default void authFailed(String scheme, String remoteHost) {}

    default void largeRequestRefused(int bytes) {}

    default void frameTooLong(String remoteAddress, int length, int max) {}

    default void outputTooLong(String remoteAddress, long max) {}

    /** A connection is closed after a bug, or for want of memory; the others are not touched. */
    default void connectionFailed(String remoteAddress, Throwable cause) {}

    default void sessionOpened(long sessionId, int timeoutMillis) {}

    default void sessionRefused(long sessionId, String why) {}

    default void sessionExpired(long sessionId, int timeoutMillis) {}

    default void sessionClosed(long sessionId) {}

    /** The tree's digest after a transaction is not the one the transaction carries. */
    default void digestMismatch(long zxid, long expected, long actual) {}

    /**
     * The member of an ensemble plays another part from now on.
     *
     * @param why it looks for a leader, where it does; else meaningless
     */
    default void memberChanged(MemberView view, String why) {}

    /** A leader has proposed a transaction. */
    default void proposed(int bytes) {}

    /** An ordered request was answered this long after it was read. */
    default void requestAnswered(boolean write, long latencyMillis) {}
}
