package zabra.simulator.check;

import java.util.Arrays;
import java.util.List;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.protocol.Stat;

/**
 * A read shows exactly the state of the zxid in its reply; a server without a leader takes reads
 * only.
 */
final class ReadsShowHistory implements Check {
    private static final String RULE = "a read shows the state of its zxid";

    private final History history;
    private final Model model;

    ReadsShowHistory(History history) {
        this.history = history;
        this.model = history.model();
    }

    @Override
    public void completed(Operation operation) {
        boolean readOnly = operation.session().isReadOnly();
        if (readOnly
                && operation.isWrite()
                && operation.isOk()
                && operation.op() != OpCode.CLOSE_SESSION) {
            throw new Violation("nothing is written without a leader", operation.toString());
        }
        if (readOnly && history.bytes(operation.zxid()) == null) {
            // A server may have found on its disk what nobody committed.
            return;
        }
        Model.Znode znode = model.at(operation.path(), operation.zxid());
        switch (operation.op()) {
            case GET_DATA -> {
                presence(operation, znode);
                if (operation.isOk() && !Arrays.equals(znode.data(), operation.resultData())) {
                    throw broken(operation, znode);
                }
            }
            case EXISTS -> presence(operation, znode);
            case GET_CHILDREN2 -> {
                presence(operation, znode);
                List<String> expected = model.children(operation.path(), operation.zxid());
                if (operation.isOk() && !expected.equals(operation.children())) {
                    throw new Violation(
                            RULE, operation + " " + operation.children() + ", not " + expected);
                }
            }
            default -> {}
        }
    }

    private static void presence(Operation operation, Model.Znode znode) {
        if (operation.isOk()) {
            Stat stat = operation.stat();
            boolean same =
                    znode.exists()
                            && stat.czxid() == znode.czxid()
                            && stat.mzxid() == znode.mzxid()
                            && stat.version() == znode.version()
                            && stat.ephemeralOwner() == znode.owner();
            if (!same) {
                throw broken(operation, znode);
            }
        } else if (operation.error() == ErrorCode.NONODE.code() && znode.exists()) {
            throw broken(operation, znode);
        }
    }

    private static Violation broken(Operation operation, Model.Znode znode) {
        return new Violation(RULE, operation + " " + operation.stat() + ", history has " + znode);
    }
}
