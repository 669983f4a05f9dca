package zabra.simulator.check;

import zabra.protocol.Zxid;

/** The zxids in a log increase, within an epoch by one; the first of an epoch has the counter 1. */
final class LogsHaveNoGap implements Check {
    @Override
    public void appending(Ledger ledger, long zxid, byte[] txn) {
        long last = ledger.last();
        boolean next =
                Zxid.epoch(zxid) == Zxid.epoch(last)
                        ? zxid == last + 1
                        : zxid > last && Zxid.counter(zxid) == 1;
        if (!next) {
            throw new Violation(
                    "logs have no gap",
                    "%s appends %s after %s"
                            .formatted(ledger.server(), Zxid.toString(zxid), Zxid.toString(last)));
        }
    }
}
