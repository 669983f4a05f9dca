package zabra.simulator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import zabra.consensus.quorum.Membership;
import zabra.protocol.Zxid;
import zabra.protocol.txn.LoggedTxn;

/**
 * What is history stays: in every quorum, the member that an election among that quorum would
 * prefer (the newest epoch joined, then the last transaction) holds all of it on its disk; and no
 * server takes any of it back.
 */
final class HistoryStays implements Check {
    private static final String RULE = "history stays";

    private final History history;
    private final Map<String, Ledger> ledgers;
    private final List<SortedSet<Long>> quorums = new ArrayList<>();

    HistoryStays(History history, Membership membership, Map<String, Ledger> ledgers) {
        this.history = history;
        this.ledgers = ledgers;
        // Nobody elects who has no weight.
        List<Long> voters =
                membership.voters().stream()
                        .filter(voter -> membership.quorums().weight(voter) > 0)
                        .toList();
        for (int chosen = 0; chosen < 1 << voters.size(); chosen++) {
            SortedSet<Long> subset = new TreeSet<>();
            for (int i = 0; i < voters.size(); i++) {
                if ((chosen & (1 << i)) != 0) {
                    subset.add(voters.get(i));
                }
            }
            if (membership.quorums().containsQuorum(subset)) {
                quorums.add(subset);
            }
        }
    }

    @Override
    public void cutting(Ledger ledger, long zxid) {
        for (Map.Entry<Long, byte[]> each : ledger.after(zxid).entrySet()) {
            if (history.bytes(each.getKey()) != null) {
                throw new Violation(
                        RULE,
                        "%s goes back to %s and loses %s"
                                .formatted(
                                        ledger.server(),
                                        Zxid.toString(zxid),
                                        Zxid.toString(each.getKey())));
            }
        }
    }

    @Override
    public void delivered(long zxid, LoggedTxn txn) {
        look(zxid);
    }

    @Override
    public void changed(Ledger ledger) {
        if (history.last() > 0) {
            look(history.last());
        }
    }

    private void look(long zxid) {
        for (SortedSet<Long> quorum : quorums) {
            Ledger preferred = null;
            for (long sid : quorum) {
                Ledger each = ledgers.get("s" + sid);
                if (preferred == null
                        || each.currentEpoch() > preferred.currentEpoch()
                        || (each.currentEpoch() == preferred.currentEpoch()
                                && each.durable() > preferred.durable())) {
                    preferred = each;
                }
            }
            if (!preferred.holdsDurably(zxid)) {
                throw new Violation(
                        RULE,
                        "%s is history; of %s the best is %s, at %s of epoch %d, without it"
                                .formatted(
                                        Zxid.toString(zxid),
                                        quorum,
                                        preferred.server(),
                                        Zxid.toString(preferred.durable()),
                                        preferred.currentEpoch()));
            }
        }
    }
}
