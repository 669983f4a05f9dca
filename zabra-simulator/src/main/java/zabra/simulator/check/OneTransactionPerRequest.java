package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.Zxid;
import zabra.protocol.txn.LoggedTxn;

/**
 * What a client asked for once is done at most once, whoever leads meanwhile: a session's request
 * is one transaction of history, or none. A client gives no number twice in a session, also where
 * it comes back and asks again; what servers do of themselves has number 0.
 */
final class OneTransactionPerRequest implements Check {
    private final Map<Long, Map<Integer, Long>> zxids = new TreeMap<>();

    @Override
    public void delivered(long zxid, LoggedTxn txn) {
        int cxid = txn.header().cxid();
        if (cxid == 0) {
            return;
        }
        long session = txn.header().sessionId();
        Long before = zxids.computeIfAbsent(session, _ -> new TreeMap<>()).putIfAbsent(cxid, zxid);
        if (before != null) {
            throw new Violation(
                    "a request is one transaction at most",
                    "xid %d of session 0x%x is %s and %s"
                            .formatted(cxid, session, Zxid.toString(before), Zxid.toString(zxid)));
        }
    }
}
