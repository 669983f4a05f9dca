package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Zxid;

/** Whole ensembles where nothing goes wrong but what the test does. */
final class EnsembleTest {
    private static long z(long epoch, long counter) {
        return Zxid.of(epoch, counter);
    }

    @Test
    void oneServerIsAnEnsemble() {
        Ensemble ensemble = new Ensemble(1, 0);
        Ensemble.Server only = ensemble.start(1, 0, 0);
        ensemble.run(20);
        assertThat(only.zab.isPrimary()).isTrue();
        assertThat(only.propose()).isEqualTo(z(1, 1));
        only.zab.barrier(7);
        assertThat(only.reached).isEmpty();
        ensemble.settle();
        assertThat(only.delivered).isEqualTo(z(1, 1));
        assertThat(only.reached).containsExactly(7L);
    }

    @Test
    void threeElectAndServeAndBroadcast() {
        Ensemble ensemble = three(0);
        assertThat(ensemble.serving()).containsExactly(1L, 2L, 3L);
        Ensemble.Server leader = ensemble.leader();
        long first = leader.propose();
        long second = leader.propose();
        ensemble.settle();
        for (Ensemble.Server server : ensemble.servers.values()) {
            assertThat(server.zxids()).containsExactly(first, second);
            assertThat(server.delivered).isEqualTo(second);
        }
    }

    private static Ensemble three(int observers) {
        Ensemble ensemble = new Ensemble(3, observers);
        for (long sid = 1; sid <= 3 + observers; sid++) {
            ensemble.start(sid, 0, 0);
        }
        ensemble.run(1_000);
        return ensemble;
    }

    @Test
    void serversWithoutAnythingBeginOnceAllOfThemAreThere() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.startEmpty(1);
        ensemble.startEmpty(3);
        ensemble.run(3_000);
        assertThat(ensemble.serving()).isEmpty();
        ensemble.startEmpty(2);
        ensemble.run(3_000);
        assertThat(ensemble.serving()).containsExactly(1L, 2L, 3L);
        assertThat(ensemble.leader().propose()).isEqualTo(z(1, 1));
        assertThat(ensemble.servers.values()).allMatch(server -> server.admitted);
    }

    @Test
    void oneThatLostItsDiskCopiesTheOthersAndVotesAgain() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.start(1, 1, 1, z(1, 1));
        ensemble.start(3, 1, 1, z(1, 1));
        ensemble.run(1_000);
        Ensemble.Server lost = ensemble.startEmpty(2);
        ensemble.run(3_000);
        assertThat(lost.roles).contains(Role.OBSERVING);
        assertThat(lost.admitted).isTrue();
        assertThat(lost.serving).isTrue();
        assertThat(lost.zab.role()).isEqualTo(Role.FOLLOWING);
        assertThat(lost.zxids()).containsExactly(z(1, 1));
        ensemble.stop(ensemble.leader().sid);
        ensemble.run(3_000);
        assertThat(ensemble.serving()).hasSize(2);
        assertThat(ensemble.leader().delivered).isEqualTo(z(1, 1));
    }

    @Test
    void oneThatLostItsDiskHelpsNobodyToLead() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.start(1, 1, 1, z(1, 1));
        Ensemble.Server lost = ensemble.startEmpty(2);
        ensemble.run(20_000);
        assertThat(ensemble.serving()).isEmpty();
        assertThat(lost.admitted).isFalse();
        ensemble.startEmpty(3);
        ensemble.run(20_000);
        assertThat(ensemble.serving()).isEmpty();
    }

    @Test
    void anObserverIsInformed() {
        Ensemble ensemble = three(1);
        assertThat(ensemble.servers.get(4L).zab.role()).isEqualTo(Role.OBSERVING);
        long zxid = ensemble.leader().propose();
        ensemble.settle();
        assertThat(ensemble.servers.get(4L).delivered).isEqualTo(zxid);
    }

    @Test
    void theNextLeaderGoesOnWithTheHistory() {
        Ensemble ensemble = three(0);
        ensemble.leader().propose();
        ensemble.settle();
        Ensemble.Server old = ensemble.stop(2);
        ensemble.run(1_000);
        assertThat(ensemble.serving()).containsExactly(1L, 3L);
        assertThat(ensemble.leader().propose()).isEqualTo(z(2, 1));
        ensemble.settle();
        Ensemble.Server back =
                ensemble.start(2, 1, 1, old.zxids().stream().mapToLong(l -> l).toArray());
        ensemble.run(3_000);
        assertThat(back.zxids()).containsExactly(z(1, 1), z(2, 1));
        assertThat(back.delivered).isEqualTo(z(2, 1));
        assertThat(back.serving).isTrue();
    }

    @Test
    void whatNobodyElseHasIsTruncated() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.start(1, 1, 1, z(1, 1));
        ensemble.start(2, 1, 1, z(1, 1));
        ensemble.run(1_000);
        ensemble.leader().propose();
        ensemble.settle();
        Ensemble.Server stale = ensemble.start(3, 1, 1, z(1, 1), z(1, 2), z(1, 3));
        ensemble.run(3_000);
        assertThat(stale.zxids()).containsExactly(z(1, 1), z(2, 1));
        assertThat(stale.serving).isTrue();
    }

    /**
     * What a follower got while it was synchronized must be in its window like all else, or it
     * would pass on a history with a hole when it leads.
     */
    @Test
    void whoWasSynchronizedSynchronizesOthersFromBefore() {
        Ensemble ensemble = three(0);
        Ensemble.Server first = ensemble.leader();
        assertThat(first.sid).isEqualTo(2);
        first.propose();
        ensemble.settle();
        Ensemble.Server behind = ensemble.stop(1);
        first.propose();
        ensemble.settle();
        Ensemble.Server synced = ensemble.stop(3);
        ensemble.start(1, 1, 1, behind.zxids().stream().mapToLong(l -> l).toArray());
        ensemble.run(1_000);
        ensemble.stop(1);
        Ensemble.Server last =
                ensemble.start(3, 1, 1, synced.zxids().stream().mapToLong(l -> l).toArray());
        ensemble.run(3_000);
        long newest = ensemble.leader().propose();
        ensemble.settle();
        ensemble.stop(2);
        Ensemble.Server joiner = ensemble.start(1, 1, 1, z(1, 1));
        ensemble.run(3_000);
        assertThat(ensemble.leader().sid).isEqualTo(3);
        assertThat(joiner.zxids()).isEqualTo(last.zxids()).contains(z(1, 1), z(1, 2), newest);
        assertThat(joiner.serving).isTrue();
    }

    @Test
    void oneOfAnotherHistoryGetsTheState() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.start(1, 3, 3, z(1, 1), z(3, 1));
        ensemble.start(2, 3, 3, z(1, 1), z(3, 1));
        ensemble.run(1_000);
        Ensemble.Server stale = ensemble.start(3, 2, 2, z(1, 1), z(2, 1));
        ensemble.run(3_000);
        assertThat(stale.snapshots).hasSize(1);
        assertThat(stale.zxids()).containsExactly(z(1, 1), z(3, 1));
        assertThat(stale.serving).isTrue();
    }

    @Test
    void aTruncationThatFailsEndsInASnapshot() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.start(1, 1, 1, z(1, 1), z(1, 2));
        ensemble.start(2, 1, 1, z(1, 1), z(1, 2));
        ensemble.run(1_000);
        // A log with a hole, which only looks as if it held what the others have.
        Ensemble.Server broken = ensemble.start(3, 1, 1, z(1, 1), z(1, 3));
        ensemble.run(3_000);
        assertThat(broken.zxids()).containsExactly(z(1, 1), z(1, 2));
        assertThat(broken.snapshots).hasSize(1);
        assertThat(broken.serving).isTrue();
    }

    @Test
    void aLeaderThatResignsHandsOverAndFollows() {
        Ensemble ensemble = three(1);
        Ensemble.Server leader = ensemble.leader();
        leader.propose();
        ensemble.servers.values().forEach(server -> server.roles.clear());
        leader.zab.resign();
        // It leads until all is ready.
        assertThat(leader.propose()).isEqualTo(z(1, 2));
        ensemble.settle();
        assertThat(leader.resigned).isTrue();
        assertThat(ensemble.leader().sid).isEqualTo(3);
        assertThat(ensemble.leader().propose()).isEqualTo(z(2, 1));
        ensemble.settle();
        for (Ensemble.Server server : ensemble.servers.values()) {
            assertThat(server.roles).doesNotContain(Role.LOOKING).hasSize(1);
            assertThat(server.holds).isTrue();
            assertThat(server.serving).isTrue();
            assertThat(server.zxids()).containsExactly(z(1, 1), z(1, 2), z(2, 1));
            assertThat(server.delivered).isEqualTo(z(2, 1));
        }
        leader.zab.leave();
        assertThat(leader.left).isTrue();
        ensemble.stop(leader.sid);
        ensemble.run(20);
        assertThat(ensemble.leader().propose()).isEqualTo(z(2, 2));
        assertThat(ensemble.serving()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void aLeaderThatCannotHandOverLeavesWithAVote() {
        Ensemble ensemble = new Ensemble(3, 0);
        ensemble.start(1, 0, 0);
        ensemble.start(2, 0, 0);
        ensemble.run(1_000);
        Ensemble.Server leader = ensemble.leader();
        leader.propose();
        leader.zab.resign();
        assertThat(leader.resigned).isTrue();
        assertThat(leader.zab.isPrimary()).isTrue();
        leader.zab.leave();
        assertThat(leader.zab.isPrimary()).isFalse();
        ensemble.run(100);
        assertThat(leader.left).isTrue();
        ensemble.stop(leader.sid);
        ensemble.start(3, 0, 0);
        ensemble.run(1_000);
        assertThat(ensemble.leader().zxids()).containsExactly(z(1, 1));
    }

    @Test
    void aLeaderThatIsLeftAloneWhileItHandsOverSaysSo() {
        Ensemble ensemble = three(0);
        Ensemble.Server leader = ensemble.leader();
        ensemble.servers.get(3L).holdsDisk = true;
        leader.zab.resign();
        ensemble.settle();
        assertThat(leader.resigned).isFalse();
        ensemble.run(Ensemble.TICK);
        assertThat(leader.resigned).isTrue();
        assertThat(leader.zab.isPrimary()).isTrue();
        ensemble.servers.get(3L).holdsDisk = false;
        leader.zab.leave();
        ensemble.run(1_000);
        assertThat(leader.left).isTrue();
        ensemble.stop(leader.sid);
        ensemble.run(1_000);
        assertThat(ensemble.serving()).containsExactly(1L, 3L);
    }

    @Test
    void aFollowerThatResignsFollowsUntilItLeaves() {
        Ensemble ensemble = three(0);
        Ensemble.Server follower = ensemble.servers.get(1L);
        follower.zab.resign();
        assertThat(follower.resigned).isTrue();
        assertThat(follower.serving).isTrue();
        follower.zab.leave();
        assertThat(follower.left).isTrue();
        assertThat(follower.serving).isFalse();
    }

    @Test
    void whenTheCounterIsUsedUpTheLeaderBeginsTheNextEpoch() {
        Ensemble ensemble = new Ensemble(3, 1, 3);
        for (long sid = 1; sid <= 4; sid++) {
            ensemble.start(sid, 0, 0);
        }
        ensemble.run(1_000);
        Ensemble.Server leader = ensemble.leader();
        ensemble.servers.values().forEach(server -> server.roles.clear());
        for (int i = 0; i < 3; i++) {
            leader.propose();
        }
        assertThat(leader.zab.isPrimary()).isFalse();
        ensemble.settle();
        assertThat(ensemble.leader()).isSameAs(leader);
        assertThat(leader.propose()).isEqualTo(z(2, 1));
        ensemble.settle();
        for (Ensemble.Server server : ensemble.servers.values()) {
            assertThat(server.roles).doesNotContain(Role.LOOKING).hasSize(1);
            assertThat(server.zxids()).containsExactly(z(1, 1), z(1, 2), z(1, 3), z(2, 1));
            assertThat(server.delivered).isEqualTo(z(2, 1));
        }
    }

    /** Who hands over has kept the next epoch for another server, which may lead in it. */
    @Test
    void anEpochPreparedForAnotherIsLeftAloneWhenTheCounterIsUsedUp() {
        Ensemble ensemble = new Ensemble(3, 0, 3);
        for (long sid = 1; sid <= 3; sid++) {
            ensemble.start(sid, 0, 0);
        }
        ensemble.run(1_000);
        Ensemble.Server leader = ensemble.leader();
        Ensemble.Server successor = ensemble.servers.get(3L);
        assertThat(successor).isNotSameAs(leader);
        successor.holdsDisk = true;
        leader.zab.resign();
        ensemble.settle();
        for (int i = 0; i < 3; i++) {
            leader.propose();
        }
        ensemble.settle();
        assertThat(leader.resigned).isFalse();
        assertThat(leader.delivered).isEqualTo(z(1, 3));
        ensemble.run(5);
        assertThat(ensemble.servers.values()).noneMatch(server -> server.holds);
        assertThat(leader.zab.role()).isEqualTo(Role.LOOKING);
        successor.holdsDisk = false;
        ensemble.run(3_000);
        assertThat(leader.left).isTrue();
        assertThat(ensemble.serving()).containsExactly(1L, 3L);
        assertThat(ensemble.leader().propose()).isEqualTo(z(3, 1));
    }

    @Test
    void aLeaderWithoutQuorumStepsDownAtOnce() {
        Ensemble ensemble = three(0);
        Ensemble.Server leader = ensemble.leader();
        ensemble.stop(1);
        assertThat(leader.zab.isPrimary()).isTrue();
        ensemble.stop(3);
        assertThat(leader.zab.role()).isEqualTo(Role.LOOKING);
        assertThat(leader.serving).isFalse();
    }

    @Test
    void aBarrierNeedsAQuorumAndWhatWasProposed() {
        Ensemble ensemble = three(0);
        Ensemble.Server leader = ensemble.leader();
        long zxid = leader.propose();
        leader.zab.barrier(1);
        leader.zab.barrier(2);
        assertThat(leader.reached).isEmpty();
        ensemble.settle();
        assertThat(leader.delivered).isEqualTo(zxid);
        assertThat(leader.reached).isEqualTo(List.of(1L, 2L));
    }
}
