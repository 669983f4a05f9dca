package zabra.simulator.check;

import java.util.Arrays;
import zabra.protocol.OpCode;
import zabra.protocol.Zxid;
import zabra.protocol.txn.LoggedTxn;
import zabra.protocol.txn.Txn;

/**
 * A write that was answered is history, at the zxid of the answer, as the client asked for it and
 * with the result that the client was told. Since history never shrinks and every server follows
 * it, no acknowledged write is lost.
 */
final class WritesAreHistory implements Check {
    private static final String RULE = "an acknowledged write is history";

    private final History history;

    WritesAreHistory(History history) {
        this.history = history;
    }

    @Override
    public void completed(Operation operation) {
        if (!operation.isWrite()) {
            return;
        }
        LoggedTxn logged = history.txn(operation.zxid());
        boolean own =
                logged != null
                        && logged.header().sessionId() == operation.session().id()
                        && logged.header().cxid() == operation.xid();
        if (own ? !isSame(operation, logged.txn()) : operation.isOk()) {
            throw new Violation(
                    RULE,
                    operation
                            + ", history has at "
                            + Zxid.toString(operation.zxid())
                            + " "
                            + logged);
        }
    }

    private static boolean isSame(Operation operation, Txn txn) {
        if (txn instanceof Txn.Failed(int error)) {
            return !operation.isOk() && operation.error() == error;
        }
        if (txn instanceof Txn.Multi multi) {
            // A failed multi is answered without an error, its parts tell.
            return operation.op() == OpCode.MULTI && (operation.isOk() || multi.isFailed());
        }
        if (!operation.isOk()) {
            return false;
        }
        return switch (txn) {
            case Txn.Create create ->
                    operation.op() == OpCode.CREATE2
                            && create.path().startsWith(operation.path())
                            && create.path().equals(operation.resultPath())
                            && Arrays.equals(create.data(), operation.data());
            case Txn.SetData set ->
                    operation.op() == OpCode.SET_DATA
                            && set.path().equals(operation.path())
                            && set.version() == operation.stat().version()
                            && Arrays.equals(set.data(), operation.data());
            case Txn.Delete delete ->
                    operation.op() == OpCode.DELETE && delete.path().equals(operation.path());
            case Txn.CloseSession _ -> operation.op() == OpCode.CLOSE_SESSION;
            default -> false;
        };
    }
}
