package zabra.tree.prepare;

import zabra.protocol.ErrorCode;
import zabra.protocol.txn.LoggedTxn;

/**
 * What came of preparing a request.
 *
 * @param txn to be logged and applied at its zxid; null where no zxid is consumed
 * @param refusal where {@code txn} is null: MARSHALLINGERROR, to be answered; SESSIONMOVED: close
 *     the connection and answer nothing; or why a request of the server itself came to nothing
 * @param wholeRequest the transaction is a {@link zabra.protocol.txn.Txn.Failed}, so the reply
 *     header carries its error; a multi with a failed part is answered part by part instead
 */
public record Prepared(LoggedTxn txn, ErrorCode refusal, boolean wholeRequest) {
    static Prepared refused(ErrorCode refusal) {
        return new Prepared(null, refusal, true);
    }
}
