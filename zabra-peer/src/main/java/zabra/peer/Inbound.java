package zabra.peer;

import java.util.List;
import zabra.protocol.Id;
import zabra.protocol.OpCode;

/** What reaches the replica through its inbox. */
sealed interface Inbound {
    /**
     * A request to be ordered: a write, a sync, or a read behind its session's own writes. It is
     * kept until it is answered, its body only as long as somebody may still read it: with
     * thousands in flight they would be most of what the collector finds alive.
     */
    final class Request implements Inbound {
        private final ClientConnection connection;
        private final long sessionId;
        private final int xid;
        private final OpCode op;
        private final List<Id> identities;
        private final long receivedMillis;
        private final int bodyLength;

        /** Null once nobody may read it. */
        private byte[] body;

        /**
         * @param body the record's bytes after the header
         * @param identities of the connection when the request was read
         * @param receivedMillis monotonic
         */
        Request(
                ClientConnection connection,
                long sessionId,
                int xid,
                OpCode op,
                byte[] body,
                List<Id> identities,
                long receivedMillis) {
            this.connection = connection;
            this.sessionId = sessionId;
            this.xid = xid;
            this.op = op;
            this.body = body;
            this.bodyLength = body.length;
            this.identities = identities;
            this.receivedMillis = receivedMillis;
        }

        ClientConnection connection() {
            return connection;
        }

        long sessionId() {
            return sessionId;
        }

        int xid() {
            return xid;
        }

        OpCode op() {
            return op;
        }

        /** Not after {@link #forgetBody}. Replica thread. */
        byte[] body() {
            if (body == null) {
                throw new IllegalStateException("the body of " + op + " is read after its end");
            }
            return body;
        }

        /** What it counts for, also without its body. */
        int bodyLength() {
            return bodyLength;
        }

        /** Nobody will read it again. Replica thread. */
        void forgetBody() {
            body = null;
        }

        List<Id> identities() {
            return identities;
        }

        long receivedMillis() {
            return receivedMillis;
        }
    }

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
