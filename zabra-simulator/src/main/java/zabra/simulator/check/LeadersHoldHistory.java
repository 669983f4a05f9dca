package zabra.simulator.check;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import zabra.consensus.quorum.Membership;
import zabra.protocol.Zxid;

/**
 * Whoever leads an established epoch holds, when that begins, all that is history. Not so one that
 * was held up until a quorum had promised a later epoch: whatever it does, nothing comes of it.
 */
final class LeadersHoldHistory implements Check {
    private final History history;
    private final Membership membership;
    private final Map<String, Ledger> ledgers;

    LeadersHoldHistory(History history, Membership membership, Map<String, Ledger> ledgers) {
        this.history = history;
        this.membership = membership;
        this.ledgers = ledgers;
    }

    @Override
    public void serving(Ledger ledger, boolean leads, long epoch) {
        if (!leads || isDeposed(epoch)) {
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

    private boolean isDeposed(long epoch) {
        SortedSet<Long> beyond = new TreeSet<>();
        for (long sid : membership.voters()) {
            if (ledgers.get("s" + sid).acceptedEpoch() > epoch) {
                beyond.add(sid);
            }
        }
        return membership.quorums().containsQuorum(beyond);
    }
}
