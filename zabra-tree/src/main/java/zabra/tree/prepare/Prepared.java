package zabra.tree.prepare;

import zabra.protocol.ErrorCode;
import zabra.protocol.txn.LoggedTxn;

/**
 * What came of preparing a request.
 *
 * @param txn to be logged and applied at its zxid; null where no zxid is consumed
 * @param refusal where {@code txn} is null, what to answer (MARSHALLINGERROR), or SESSIONMOVED:
 *     close the connection and answer nothing
 * @param wholeRequest meaningful with a {@link zabra.protocol.txn.Txn.Failed}: the reply header
 *     carries its error
 */
public record Prepared(LoggedTxn txn, ErrorCode refusal, boolean wholeRequest) {}
