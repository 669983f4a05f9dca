package zabra.simulator.check;

import java.util.Map;
import java.util.TreeMap;
import zabra.protocol.quorum.QuorumMessage;

/** An epoch has one leader: only one server ever begins to establish it, or leads it. */
final class OneLeaderPerEpoch implements Check {
    private final Map<Long, String> leaders = new TreeMap<>();

    @Override
    public void sent(Ledger from, String to, String connection, QuorumMessage message) {
        if (message instanceof QuorumMessage.NewLeader(long epoch, _)) {
            claim(epoch, from);
        }
    }

    @Override
    public void serving(Ledger ledger, boolean leads, long epoch) {
        if (leads) {
            claim(epoch, ledger);
        }
    }

    private void claim(long epoch, Ledger ledger) {
        String before = leaders.putIfAbsent(epoch, ledger.server());
        if (before != null && !before.equals(ledger.server())) {
            throw new Violation(
                    "an epoch has one leader",
                    epoch + " is led by " + before + " and by " + ledger.server());
        }
    }
}
