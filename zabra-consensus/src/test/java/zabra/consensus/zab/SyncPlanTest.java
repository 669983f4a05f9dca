package zabra.consensus.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zabra.protocol.Zxid;
import zabra.protocol.quorum.QuorumMessage.Proposal;

/**
 * Every pair of histories that three epochs of up to three transactions can make: each epoch began
 * with some prefix of what the epochs before left, and went on without a gap.
 */
final class SyncPlanTest {
    private static final int EPOCHS = 3;
    private static final int TXNS = 3;

    /** The histories of one past: of each epoch, what it began with and how long it got. */
    private record Past(List<List<Long>> histories) {}

    private int pairs;
    private int truncations;
    private int diffs;
    private int snapshots;
    private int located;

    private static void forEachPast(List<List<Long>> soFar, int epoch, List<Past> out) {
        if (epoch > EPOCHS) {
            out.add(new Past(List.copyOf(soFar)));
            return;
        }
        for (List<Long> beginning : List.copyOf(soFar)) {
            for (int txns = 0; txns <= TXNS; txns++) {
                List<List<Long>> next = new ArrayList<>(soFar);
                List<Long> history = beginning;
                for (int counter = 1; counter <= txns; counter++) {
                    history = new ArrayList<>(history);
                    history.add(Zxid.of(epoch, counter));
                    next.add(history);
                }
                forEachPast(next, epoch + 1, out);
            }
        }
    }

    @Test
    void everyLearnerGetsTheHistoryOfItsLeader() {
        List<Past> pasts = new ArrayList<>();
        forEachPast(List.of(List.of()), 1, pasts);
        for (Past past : pasts) {
            for (List<Long> leader : past.histories()) {
                for (List<Long> peer : past.histories()) {
                    for (int committed = 0; committed <= leader.size(); committed++) {
                        check(leader, committed, peer);
                    }
                }
            }
        }
        assertThat(pairs).isGreaterThan(10_000);
        assertThat(List.of(truncations, diffs, snapshots, located)).allMatch(n -> n > 1_000);
    }

    private void check(List<Long> leader, int committed, List<Long> peer) {
        if (leader.contains(last(peer)) && last(peer) > last(leader.subList(0, committed))) {
            // It has what is not committed yet, and waits for that.
            return;
        }
        for (int floor = 0; floor <= committed; floor++) {
            for (boolean exact : new boolean[] {true, false}) {
                pairs++;
                Window window = window(leader, floor);
                long end = last(leader.subList(0, committed));
                SyncPlan plan = SyncPlan.choose(last(peer), window, end, false, exact);
                if (plan instanceof SyncPlan.Locate) {
                    located++;
                    assertThat(SyncPlan.located(last(peer), -1, end, exact))
                            .isEqualTo(new SyncPlan.Snapshot());
                    plan = SyncPlan.located(last(peer), lastUpTo(leader, last(peer)), end, exact);
                }
                assertThat(apply(plan, leader.subList(0, committed), peer, exact))
                        .as("%s has %s, %s has %s: %s", "leader", leader, "peer", peer, plan)
                        .isEqualTo(leader.subList(0, committed));
            }
        }
    }

    private List<Long> apply(SyncPlan plan, List<Long> leader, List<Long> peer, boolean exact) {
        List<Long> result = new ArrayList<>(peer);
        long after =
                switch (plan) {
                    case SyncPlan.FromLast(long from) -> {
                        diffs++;
                        assertThat(from).isEqualTo(last(peer));
                        yield from;
                    }
                    case SyncPlan.Truncate(long to) -> {
                        truncations++;
                        assertThat(peer).contains(to);
                        assertThat(exact || last(peer) > last(leader)).isTrue();
                        result.removeIf(zxid -> zxid > to);
                        yield to;
                    }
                    case SyncPlan.Snapshot _ -> {
                        snapshots++;
                        result = new ArrayList<>(leader);
                        yield last(leader);
                    }
                    case SyncPlan.Locate _ -> throw new AssertionError("still to be located");
                };
        for (long zxid : leader) {
            if (zxid > after) {
                result.add(zxid);
            }
        }
        return result;
    }

    private static long last(List<Long> history) {
        return history.isEmpty() ? 0 : history.getLast();
    }

    private static long lastUpTo(List<Long> history, long zxid) {
        return history.stream().filter(z -> z <= zxid).reduce(0L, Math::max);
    }

    private static Window window(List<Long> history, int floor) {
        Window window = new Window(last(history.subList(0, floor)), 10, 1_000);
        for (long zxid : history.subList(floor, history.size())) {
            window.add(new Proposal(zxid, new byte[1]));
        }
        return window;
    }

    private static SyncPlan choose(long peer, boolean alwaysSnapshot) {
        return SyncPlan.choose(peer, window(List.of(1L, 2L), 0), 2, alwaysSnapshot, true);
    }

    @Test
    void nothingIsSentToWhomNothingIsMissingThoughSnapshotsAreWanted() {
        assertThat(choose(2, true)).isEqualTo(new SyncPlan.FromLast(2));
        assertThat(choose(1, true)).isEqualTo(new SyncPlan.Snapshot());
    }

    @Test
    void whoHasNothingGetsTheState() {
        assertThat(choose(0, false)).isEqualTo(new SyncPlan.Snapshot());
        assertThat(choose(-1, false)).isEqualTo(new SyncPlan.Snapshot());
    }

    @Test
    void theStartOfAnEpochIsNoPlaceToTruncateTo() {
        Window window = new Window(Zxid.of(2, 0), 10, 1_000);
        assertThat(SyncPlan.choose(Zxid.of(2, 3), window, Zxid.of(2, 0), false, true))
                .isEqualTo(new SyncPlan.Snapshot());
    }
}
