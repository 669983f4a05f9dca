package zabra.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import zabra.protocol.snapshot.StateImage;
import zabra.tree.DataTree;
import zabra.tree.TreeOptions;

final class SnapshotScheduleTest {
    private static final int SNAP_COUNT = 100_000;
    private static final int TXN_BYTES = 1_000;

    /** The size limit of the options, in transactions. */
    private static final int TOO_LARGE = (int) ((4L << 30) / TXN_BYTES);

    private final DataTree tree = new DataTree(TreeOptions.DEFAULT, 1);
    private final FakeJournal journal = new FakeJournal();
    private final SlowPort port = new SlowPort();
    private final SnapshotSchedule schedule =
            new SnapshotSchedule(port, PeerOptions.defaults(2_000), new Random(7));

    private static final class SlowPort implements SnapshotPort {
        private int begun;
        private boolean busy;

        @Override
        public boolean isBusy() {
            return busy;
        }

        @Override
        public void save(StateImage image) {
            busy = true;
            begun++;
        }
    }

    private void log(int count) {
        for (int i = 0; i < count; i++) {
            schedule.logged(TXN_BYTES);
        }
    }

    private int begunAt(long millis) {
        schedule.consider(tree, journal, millis);
        return port.begun;
    }

    @Test
    void beginsOneAfterHalfToAllOfTheCount() {
        log(SNAP_COUNT / 2 - 1);
        assertThat(begunAt(0)).isZero();
        log(SNAP_COUNT / 2 + 1);
        assertThat(begunAt(0)).isEqualTo(1);
    }

    @Test
    void beginsNoneWhileOneIsBeingWritten() {
        log(SNAP_COUNT);
        assertThat(begunAt(0)).isEqualTo(1);
        log(TOO_LARGE);
        assertThat(begunAt(100_000)).isEqualTo(1);
    }

    @Test
    void restsHalfAsLongAgainAsOneTook() {
        log(SNAP_COUNT);
        assertThat(begunAt(1_000)).isEqualTo(1);
        log(SNAP_COUNT);
        port.busy = false;
        // Half of the two seconds was work: one second of five.
        assertThat(begunAt(3_000)).isEqualTo(1);
        assertThat(begunAt(5_999)).isEqualTo(1);
        assertThat(begunAt(6_000)).isEqualTo(2);
    }

    @Test
    void restsAMinuteAtMost() {
        log(SNAP_COUNT);
        begunAt(0);
        log(SNAP_COUNT);
        port.busy = false;
        assertThat(begunAt(100_000)).isEqualTo(1);
        assertThat(begunAt(159_999)).isEqualTo(1);
        assertThat(begunAt(160_000)).isEqualTo(2);
    }

    @Test
    void doesNotRestAfterAShortOne() {
        log(SNAP_COUNT);
        begunAt(0);
        log(SNAP_COUNT);
        port.busy = false;
        assertThat(begunAt(100)).isEqualTo(2);
    }

    @Test
    void doesNotRestWhereTheLogBecomesTooLarge() {
        log(SNAP_COUNT);
        begunAt(0);
        port.busy = false;
        begunAt(30_000);
        log(TOO_LARGE);
        assertThat(begunAt(30_001)).isEqualTo(2);
    }
}
