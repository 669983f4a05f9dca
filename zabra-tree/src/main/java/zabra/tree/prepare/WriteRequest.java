package zabra.tree.prepare;

import java.util.List;
import zabra.protocol.Id;
import zabra.protocol.OpCode;

/**
 * A request that becomes a transaction.
 *
 * @param sessionId who asks
 * @param attachment the connection it came on, see {@link SessionCheck}; null for the server's own
 * @param cxid the xid in that session
 * @param op what is asked
 * @param body the request record's bytes, after the header
 * @param identities of the connection when the request was read
 */
public record WriteRequest(
        long sessionId, Object attachment, int cxid, OpCode op, byte[] body, List<Id> identities) {}
