package zabra.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zabra.consensus.zab.Role;
import zabra.peer.Clock;
import zabra.peer.ensemble.MemberView;
import zabra.server.words.Metric;
import zabra.server.words.ServerFacts.Sizes;

class EnsembleStatsTest {
    private final HandClock clock = new HandClock();
    private final EnsembleStats stats = new EnsembleStats(clock);

    private void becomes(long afterMillis, Role role, boolean serving) {
        clock.millis += afterMillis;
        stats.changed(new MemberView(role, serving, 1, 7), "the leader is gone");
    }

    private Metric.Summary summary(String name) {
        return (Metric.Summary) metric(name);
    }

    private Metric metric(String name) {
        return stats.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void timesOfALeaderAreThoseOfElectionAndOfNobodyServed() {
        becomes(254, Role.LEADING, false);
        becomes(303, Role.LEADING, true);
        assertThat(summary("election_time").max()).isEqualTo(254);
        assertThat(summary("leader_unavailable_time").max()).isEqualTo(557);
        assertThat(summary("unavailable_time").count()).isEqualTo(1);
        assertThat(summary("follower_sync_time").count()).isZero();
        clock.millis += 1000;
        assertThat(stats.servingMillis()).isEqualTo(1000);
    }

    @Test
    void aFollowerThatLosesItsLeaderIsUnavailableFromThenOn() {
        becomes(100, Role.FOLLOWING, false);
        becomes(50, Role.FOLLOWING, true);
        becomes(60_000, Role.LOOKING, false);
        becomes(20, Role.FOLLOWING, false);
        becomes(30, Role.FOLLOWING, true);
        assertThat(summary("unavailable_time").sum()).isEqualTo(200);
        assertThat(summary("unavailable_time").min()).isEqualTo(50);
        assertThat(summary("election_time").sum()).isEqualTo(120);
        assertThat(summary("follower_sync_time").sum()).isEqualTo(80);
        assertThat(summary("leader_unavailable_time").count()).isZero();
        assertThat(metric("looking_count")).isEqualTo(new Metric.Count("looking_count", 2));
    }

    @Test
    void anObserverElectsNobody() {
        becomes(100, Role.OBSERVING, false);
        becomes(50, Role.OBSERVING, true);
        assertThat(summary("election_time").count()).isZero();
        assertThat(summary("observer_sync_time").max()).isEqualTo(50);
    }

    @Test
    void sizesOfProposalsAreKeptUntilTheyAreReset() {
        assertThat(stats.proposalBytes()).isEqualTo(Sizes.NONE);
        stats.proposed(100);
        stats.proposed(48);
        stats.proposed(212);
        stats.proposed(60);
        assertThat(stats.proposalBytes()).isEqualTo(new Sizes(60, 48, 212));
        assertThat(metric("proposal_count")).isEqualTo(new Metric.Count("proposal_count", 4));
        stats.requestReset();
        assertThat(stats.proposalBytes()).isEqualTo(Sizes.NONE);
        stats.proposed(70);
        assertThat(stats.proposalBytes()).isEqualTo(new Sizes(70, 70, 70));
        assertThat(metric("proposal_count")).isEqualTo(new Metric.Count("proposal_count", 1));
    }

    private static final class HandClock implements Clock {
        private long millis = 5000;

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long monotonicMillis() {
            return millis;
        }
    }
}
