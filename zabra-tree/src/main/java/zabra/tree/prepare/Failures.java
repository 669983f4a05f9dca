package zabra.tree.prepare;

import zabra.protocol.ErrorCode;
import zabra.protocol.txn.Txn;

/** The failed transactions, made once: refusing costs no garbage. */
final class Failures {
    private static final Txn.Failed[] BY_ORDINAL = new Txn.Failed[ErrorCode.values().length];

    static {
        for (ErrorCode error : ErrorCode.values()) {
            BY_ORDINAL[error.ordinal()] = Txn.Failed.of(error);
        }
    }

    private Failures() {}

    static Txn.Failed of(ErrorCode error) {
        return BY_ORDINAL[error.ordinal()];
    }
}
