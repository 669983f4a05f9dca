package zabra.tree.prepare;

import java.util.EnumMap;
import java.util.Map;
import zabra.protocol.ErrorCode;
import zabra.protocol.txn.Txn;

/** The failed transactions, made once: refusing costs no garbage. */
final class Failures {
    private static final Map<ErrorCode, Txn.Failed> BY_ERROR = new EnumMap<>(ErrorCode.class);

    static {
        for (ErrorCode error : ErrorCode.values()) {
            BY_ERROR.put(error, Txn.Failed.of(error));
        }
    }

    private Failures() {}

    static Txn.Failed of(ErrorCode error) {
        return BY_ERROR.get(error);
    }
}
