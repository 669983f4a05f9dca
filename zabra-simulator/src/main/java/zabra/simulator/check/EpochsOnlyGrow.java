package zabra.simulator.check;

import zabra.protocol.Zxid;

/**
 * What a server has promised and joined, as its files say, never decreases; it joins nothing that
 * it has not promised, and has no transaction of an epoch that it has not promised.
 */
final class EpochsOnlyGrow implements Check {
    private static final String RULE = "epochs only grow";

    @Override
    public void epochs(Ledger ledger, long accepted, long current) {
        if (accepted < ledger.acceptedEpoch()
                || current < ledger.currentEpoch()
                || current > accepted) {
            throw new Violation(
                    RULE,
                    "%s has accepted %d and joined %d, after %d and %d"
                            .formatted(
                                    ledger.server(),
                                    accepted,
                                    current,
                                    ledger.acceptedEpoch(),
                                    ledger.currentEpoch()));
        }
    }

    @Override
    public void appending(Ledger ledger, long zxid, byte[] txn) {
        if (Zxid.epoch(zxid) > ledger.acceptedEpoch()) {
            throw new Violation(
                    RULE,
                    "%s logs %s and has accepted %d"
                            .formatted(
                                    ledger.server(), Zxid.toString(zxid), ledger.acceptedEpoch()));
        }
    }
}
