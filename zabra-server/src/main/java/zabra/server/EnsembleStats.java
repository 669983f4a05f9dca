package zabra.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.consensus.zab.Role;
import zabra.peer.Clock;
import zabra.peer.ensemble.MemberView;
import zabra.server.words.Metric;
import zabra.server.words.ServerFacts.Sizes;

/**
 * What a member of an ensemble went through: elections, times without service, proposals. The
 * replica thread adds, any reads: numbers read together may be of slightly different moments.
 */
final class EnsembleStats {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleStats.class);

    private final Clock clock;
    private final LatencyStats elections = new LatencyStats();
    private final LatencyStats unavailable = new LatencyStats();
    private final LatencyStats leaderUnavailable = new LatencyStats();
    private final LatencyStats followerSyncs = new LatencyStats();
    private final LatencyStats observerSyncs = new LatencyStats();
    private MemberView known = MemberView.LOOKING;
    private long lookingSince;
    private long roleSince;
    private long idleSince;
    private volatile long servingSince;
    private final LongAdder lookingCount = new LongAdder();
    private final LongAdder proposalCount = new LongAdder();
    private volatile Sizes proposals = Sizes.NONE;
    private volatile boolean resetWanted;

    EnsembleStats(Clock clock) {
        this.clock = clock;
        lookingSince = clock.monotonicMillis();
        idleSince = lookingSince;
        lookingCount.increment();
    }

    /** As {@link zabra.peer.PeerEvents#memberChanged}. */
    void changed(MemberView now, String because) {
        MemberView before = known;
        known = now;
        long millis = clock.monotonicMillis();
        if (before.serving() && !now.serving()) {
            idleSince = millis;
        }
        if (now.role() == Role.LOOKING) {
            looking(millis, because);
        } else if (before.role() == Role.LOOKING) {
            decided(now, millis);
        }
        if (now.serving() && !before.serving()) {
            serving(now, millis);
        }
    }

    private void looking(long millis, String because) {
        lookingSince = millis;
        lookingCount.increment();
        LOG.info("LOOKING{}", because.isEmpty() ? "" : ": " + because);
    }

    private void decided(MemberView now, long millis) {
        roleSince = millis;
        if (now.role() != Role.OBSERVING) {
            elections.add(millis - lookingSince);
        }
        LOG.info(
                "{} - LEADER ELECTION TOOK - {} MS; elected is server {}",
                now.role(),
                millis - lookingSince,
                now.leader());
    }

    private void serving(MemberView now, long millis) {
        servingSince = millis;
        unavailable.add(millis - idleSince);
        switch (now.role()) {
            case LEADING -> leaderUnavailable.add(millis - idleSince);
            case FOLLOWING -> followerSyncs.add(millis - roleSince);
            case OBSERVING -> observerSyncs.add(millis - roleSince);
            case LOOKING -> throw new IllegalStateException("serving, and " + now);
        }
        LOG.info(
                "{} - serving clients, epoch {}, leader {}, after {} ms without service",
                now.role(),
                now.epoch(),
                now.leader(),
                millis - idleSince);
    }

    /** A leader has proposed so many bytes. */
    void proposed(int bytes) {
        Sizes known = proposals;
        if (resetWanted) {
            resetWanted = false;
            known = Sizes.NONE;
            proposalCount.reset();
        }
        proposalCount.increment();
        boolean first = known.equals(Sizes.NONE);
        if (first || bytes != known.last() || bytes < known.min() || bytes > known.max()) {
            proposals =
                    new Sizes(
                            bytes,
                            first ? bytes : Math.min(known.min(), bytes),
                            first ? bytes : Math.max(known.max(), bytes));
        }
    }

    /** Sizes of proposals in bytes. */
    Sizes proposalBytes() {
        return resetWanted ? Sizes.NONE : proposals;
    }

    /** How long it has served in this role. */
    long servingMillis() {
        return clock.monotonicMillis() - servingSince;
    }

    List<Metric> metrics() {
        List<Metric> all = new ArrayList<>();
        all.add(new Metric.Count("proposal_count", resetWanted ? 0 : proposalCount.sum()));
        all.add(new Metric.Count("looking_count", lookingCount.sum()));
        all.add(summary("election_time", elections));
        all.add(summary("unavailable_time", unavailable));
        all.add(summary("leader_unavailable_time", leaderUnavailable));
        all.add(summary("follower_sync_time", followerSyncs));
        all.add(summary("observer_sync_time", observerSyncs));
        return all;
    }

    private static Metric summary(String name, LatencyStats stats) {
        return new Metric.Summary(
                name, stats.average(), stats.min(), stats.max(), stats.count(), stats.total());
    }

    /** Starts anew. Any thread. */
    void requestReset() {
        resetWanted = true;
        for (LatencyStats stats :
                List.of(elections, unavailable, leaderUnavailable, followerSyncs, observerSyncs)) {
            stats.requestReset();
        }
    }
}
