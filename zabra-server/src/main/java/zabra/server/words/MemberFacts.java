package zabra.server.words;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What the words tell of a server as a member of an ensemble. Every method may be called from any
 * thread at any time.
 */
public interface MemberFacts {
    /** Role and phase: {@code leading - broadcast}, {@code looking - election}. */
    String peerState();

    /** How many servers vote. */
    int voterCount();

    /** What only a leader knows; empty for any other server. */
    Optional<Leader> leader();

    /** Sizes of the proposals in bytes since start or reset, where this server leads. */
    Optional<ServerFacts.Sizes> proposalBytes();

    /** Timeouts, in milliseconds, of the sessions that the ensemble knows; by id. */
    SortedMap<Long, Integer> globalSessionTimeouts();

    /**
     * Who follows.
     *
     * @param learners connected ones
     * @param syncedFollowers voters that serve clients
     * @param syncedNonVoting followers without a vote that serve clients
     * @param syncedObservers observers that serve clients
     * @param pendingSyncs learners that are being brought up to date
     * @param uptimeMillis since it is established
     */
    record Leader(
            int learners,
            int syncedFollowers,
            int syncedNonVoting,
            int syncedObservers,
            int pendingSyncs,
            long uptimeMillis) {}
}
