package zabra.simulator.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import zabra.consensus.quorum.Membership;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage;

/**
 * A learner acknowledges only what its disk holds: a proposal once it is synced; an epoch's initial
 * history once all of it is, and the epoch in its file; a promise once that is in its file.
 */
final class HonestAcknowledgements implements Check {
    private static final String RULE = "acknowledged means durable";

    /** They follow the leader of an older epoch than they promised, too. */
    private final Set<String> observers = new TreeSet<>();

    /** The epoch that a connection is about. */
    private final Map<String, Long> offered = new TreeMap<>();

    HonestAcknowledgements(Membership membership) {
        for (long sid : membership.members().keySet()) {
            if (!membership.isVoter(sid)) {
                observers.add("s" + sid);
            }
        }
    }

    @Override
    public void sent(Ledger from, String to, String connection, QuorumMessage message) {
        switch (message) {
            case QuorumMessage.LeaderInfo info -> offered.put(connection, info.epoch());
            case QuorumMessage.AckEpoch(_, int current) -> {
                long epoch = offered.getOrDefault(connection, -1L);
                boolean countsNowhere =
                        observers.contains(from.server())
                                && current == QuorumMessage.AckEpoch.ALREADY_ACCEPTED
                                && from.acceptedEpoch() > epoch;
                if (from.acceptedEpoch() != epoch && !countsNowhere) {
                    throw broken(from, "promises " + epoch);
                }
                if (current != QuorumMessage.AckEpoch.ALREADY_ACCEPTED
                        && current != from.currentEpoch()) {
                    throw broken(from, "says that it joined " + current);
                }
            }
            case QuorumMessage.Ack(long zxid) -> {
                if (Zxid.counter(zxid) != 0 && from.durable() < zxid) {
                    throw broken(from, "acknowledges " + Zxid.toString(zxid));
                }
                if (Zxid.counter(zxid) == 0 && from.currentEpoch() < Zxid.epoch(zxid)) {
                    throw broken(from, "acknowledges epoch " + Zxid.epoch(zxid));
                }
            }
            default -> {}
        }
    }

    private static Violation broken(Ledger from, String what) {
        return new Violation(
                RULE,
                "%s %s, and its disk has %s, accepted %d, joined %d"
                        .formatted(
                                from.server(),
                                what,
                                Zxid.toString(from.durable()),
                                from.acceptedEpoch(),
                                from.currentEpoch()));
    }
}
