package zabra.simulator.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import zabra.protocol.JuteReader;
import zabra.protocol.Zxid;
import zabra.protocol.txn.LoggedTxn;

/**
 * The one history: every transaction whose effect some server was ready to show. It only grows at
 * its end.
 *
 * <p>Total order: what each server applies is this history, from its start, without a gap.
 * Identity: one zxid, one transaction.
 */
public final class History {
    private static final String ORDER = "all servers apply one history, without a gap";

    private final NavigableMap<Long, byte[]> delivered = new TreeMap<>();
    private final NavigableMap<Long, LoggedTxn> txns = new TreeMap<>();
    private final Model model = new Model();
    private final List<Check> checks;

    History(List<Check> checks) {
        this.checks = checks;
    }

    /** The state after each of its transactions. */
    public Model model() {
        return model;
    }

    /** The last transaction; 0 where there is none yet. */
    public long last() {
        return delivered.isEmpty() ? 0 : delivered.lastKey();
    }

    public int size() {
        return delivered.size();
    }

    /** The transaction, as logged; null where history has none of this zxid. */
    public byte[] bytes(long zxid) {
        return delivered.get(zxid);
    }

    public LoggedTxn txn(long zxid) {
        return txns.get(zxid);
    }

    /** The transactions after {@code zxid}. */
    public NavigableMap<Long, byte[]> after(long zxid) {
        return delivered.tailMap(zxid, false);
    }

    void extend(String server, long after, long upTo, NavigableMap<Long, byte[]> log) {
        long known = last();
        for (long zxid : delivered.subMap(after, false, Math.max(after, upTo), true).keySet()) {
            if (!log.containsKey(zxid)) {
                throw new Violation(
                        ORDER,
                        "%s applied %s after %s and passed over %s"
                                .formatted(
                                        server,
                                        Zxid.toString(upTo),
                                        Zxid.toString(after),
                                        Zxid.toString(zxid)));
            }
        }
        for (Map.Entry<Long, byte[]> entry : log.entrySet()) {
            long zxid = entry.getKey();
            byte[] before = delivered.get(zxid);
            if (before != null && !Arrays.equals(before, entry.getValue())) {
                throw new Violation(
                        "one zxid, one transaction",
                        server + " applied another " + Zxid.toString(zxid));
            }
            if (before == null) {
                if (zxid < known) {
                    throw new Violation(
                            ORDER,
                            "%s applied %s, which history, at %s, does not have"
                                    .formatted(server, Zxid.toString(zxid), Zxid.toString(known)));
                }
                deliver(zxid, entry.getValue());
            }
        }
        if (upTo > last()) {
            throw new Violation(
                    ORDER,
                    "%s shows %s, history ends at %s"
                            .formatted(server, Zxid.toString(upTo), Zxid.toString(last())));
        }
    }

    private void deliver(long zxid, byte[] bytes) {
        LoggedTxn txn = LoggedTxn.read(new JuteReader(bytes));
        delivered.put(zxid, bytes);
        txns.put(zxid, txn);
        checks.forEach(check -> check.delivered(zxid, txn));
    }
}
