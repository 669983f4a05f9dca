package zabra.peer;

import java.util.List;
import zabra.protocol.Id;
import zabra.protocol.OpCode;

/** What reaches the replica through its inbox. */
sealed interface Inbound {
    /**
     * A request to be ordered: a write, a sync, or a read behind its session's own writes.
     *
     * @param body the record's bytes after the header
     * @param identities of the connection when the request was read
     * @param receivedMillis monotonic
     */
    record Request(
            ClientConnection connection,
            long sessionId,
            int xid,
            OpCode op,
            byte[] body,
            List<Id> identities,
            long receivedMillis)
            implements Inbound {}

    /**
     * A client asks for a new session ({@code sessionId} 0) or for its old one.
     *
     * @param hasReadOnly whether it knows of servers that only let it read
     * @param readOnly whether it would accept one
     */
    record OpenSession(
            ClientConnection connection,
            long lastZxidSeen,
            int timeoutMillis,
            long sessionId,
            byte[] password,
            boolean hasReadOnly,
            boolean readOnly)
            implements Inbound {}

    /** A connection is gone. */
    record Disconnected(ClientConnection connection) implements Inbound {}

    /** The log is safe up to this zxid. */
    record Durable(long zxid) implements Inbound {}

    /** Something to be done on the replica thread. */
    record Task(Runnable action) implements Inbound {}
}
