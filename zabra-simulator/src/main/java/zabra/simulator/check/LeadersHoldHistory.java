package zabra.simulator.check;

import java.util.Map;
import zabra.protocol.Zxid;

/** Whoever leads an established epoch holds, when that begins, all that is history. */
final class LeadersHoldHistory implements Check {
    private final History history;

    LeadersHoldHistory(History history) {
        this.history = history;
    }

    @Override
    public void serving(Ledger ledger, boolean leads, long epoch) {
        if (!leads) {
            return;
        }
        for (Map.Entry<Long, byte[]> each : history.after(ledger.shown).entrySet()) {
            if (!ledger.holds(each.getKey())) {
                throw new Violation(
                        "leaders hold history",
                        "%s leads epoch %d without %s"
                                .formatted(ledger.server(), epoch, Zxid.toString(each.getKey())));
            }
        }
    }
}
