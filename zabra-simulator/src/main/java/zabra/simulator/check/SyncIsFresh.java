package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.OpCode;
import zabra.protocol.Zxid;

/**
 * A sync that was answered has brought its server to every write that anybody was told of before
 * the sync was asked for.
 */
final class SyncIsFresh implements Check {
    private final Map<String, Long> asked = new TreeMap<>();
    private long newest;

    @Override
    public void invoked(Operation operation) {
        if (operation.op() == OpCode.SYNC) {
            asked.put(key(operation), newest);
        }
    }

    @Override
    public void completed(Operation operation) {
        if (operation.isWrite() && operation.isOk()) {
            newest = Math.max(newest, operation.zxid());
        }
        Long before = asked.remove(key(operation));
        if (before != null && operation.isOk() && operation.zxid() < before) {
            throw new Violation(
                    "sync brings a server up to date",
                    operation + " after " + Zxid.toString(before) + " was answered");
        }
    }

    private static String key(Operation operation) {
        return operation.session() + " " + operation.xid();
    }
}
