package zabra.simulator.check;

import java.util.Arrays;
import java.util.List;
import zabra.protocol.ErrorCode;
import zabra.protocol.Stat;

/** A read shows exactly the state of the zxid in its reply. */
final class ReadsShowHistory implements Check {
    private static final String RULE = "a read shows the state of its zxid";

    private final Model model;

    ReadsShowHistory(Model model) {
        this.model = model;
    }

    @Override
    public void completed(Operation operation) {
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
