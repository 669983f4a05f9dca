package zabra.tree;

import java.util.List;
import zabra.protocol.ErrorCode;
import zabra.protocol.Stat;
import zabra.protocol.txn.Txn;

/**
 * What applying a transaction gave: what its reply is made of.
 *
 * @param txn the transaction, or the part of a multi
 * @param error {@link ErrorCode#OK}, or the code of a {@link Txn.Failed}; for the parts of a failed
 *     multi: OK before the failing part, its code, then RUNTIMEINCONSISTENCY
 * @param stat after the change, for creates, setData and setAcl; else null
 * @param parts for a multi, one per part; else empty
 */
public record Applied(Txn txn, ErrorCode error, Stat stat, List<Applied> parts) {}
