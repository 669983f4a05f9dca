package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;

/**
 * Writes are linearizable: one that was answered before another was asked for has the lower zxid.
 */
final class RealTimeOrder implements Check {
    private long newest;
    private final Map<Operation, Long> newestWhenInvoked =
            new TreeMap<>(
                    java.util.Comparator.comparingLong((Operation o) -> o.session().id())
                            .thenComparing(o -> o.session().client())
                            .thenComparingInt(Operation::xid));

    @Override
    public void invoked(Operation operation) {
        if (operation.isWrite()) {
            newestWhenInvoked.put(operation, newest);
        }
    }

    @Override
    public void completed(Operation operation) {
        if (!operation.isWrite()) {
            return;
        }
        Long before = newestWhenInvoked.remove(operation);
        if (operation.isOk()) {
            if (before != null && operation.zxid() <= before) {
                throw new Violation(
                        "writes are linearizable",
                        operation
                                + " although "
                                + Zxid.toString(before)
                                + " was answered before it was asked for");
            }
            newest = Math.max(newest, operation.zxid());
        }
    }
}
