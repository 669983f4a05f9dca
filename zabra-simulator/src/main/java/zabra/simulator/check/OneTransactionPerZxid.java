package zabra.simulator.check;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;

/** Whatever was ever logged under a zxid, committed or not, is the same everywhere. */
final class OneTransactionPerZxid implements Check {
    private final Map<Long, byte[]> proposed = new TreeMap<>();

    @Override
    public void appending(Ledger ledger, long zxid, byte[] txn) {
        byte[] before = proposed.putIfAbsent(zxid, txn);
        if (before != null && !Arrays.equals(before, txn)) {
            throw new Violation(
                    "one zxid, one transaction",
                    ledger.server() + " logs another " + Zxid.toString(zxid));
        }
    }
}
