package zabra.consensus.election;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import zabra.consensus.quorum.Quorums;
import zabra.protocol.quorum.PeerState;

/** The last ballot of each voter, and what they amount to. */
final class Tally {
    private final Quorums quorums;
    private final SortedMap<Long, Ballot> ballots = new TreeMap<>();

    Tally(Quorums quorums) {
        this.quorums = quorums;
    }

    void put(long sid, Ballot ballot) {
        ballots.put(sid, ballot);
    }

    void remove(long sid) {
        ballots.remove(sid);
    }

    void clear() {
        ballots.clear();
    }

    boolean contains(long sid) {
        return ballots.containsKey(sid);
    }

    /** Whether those that agree with this ballot are a quorum. */
    boolean isQuorum(Ballot ballot) {
        SortedSet<Long> agreeing = new TreeSet<>();
        for (Map.Entry<Long, Ballot> entry : ballots.entrySet()) {
            if (entry.getValue().agrees(ballot)) {
                agreeing.add(entry.getKey());
            }
        }
        return quorums.containsQuorum(agreeing);
    }

    /** Whether this server itself says that it leads. */
    boolean isLeading(long sid) {
        Ballot ballot = ballots.get(sid);
        return ballot != null && ballot.state() == PeerState.LEADING;
    }
}
