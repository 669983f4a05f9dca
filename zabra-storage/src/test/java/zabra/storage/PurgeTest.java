package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PurgeTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);

    /** snapshots 0, 10, 20, … and logs 1, 11, 21, …, one transaction beyond the last snapshot. */
    private static Snapshots history(SimulatedDisk disk, int count) throws IOException {
        Snapshots snapshots = new Snapshots(disk, disk, Snapshots.Compression.NONE);
        snapshots.write(Histories.state(0, 3, 10));
        for (int i = 1; i <= count; i++) {
            Histories.write(disk, SMALL, (i - 1) * 10L + 1, i * 10L);
            snapshots.write(Histories.state(i * 10L, 3, 10));
        }
        return snapshots;
    }

    @Test
    void keepsTheNewestAndTheirLogs() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Snapshots snapshots = history(disk, 5);
        assertThat(snapshots.purge(3)).isEqualTo(3 + 2);
        assertThat(disk.list())
                .containsExactly(
                        "log.15", "log.1f", "log.29", "snapshot.1e", "snapshot.28", "snapshot.32");
        assertThat(snapshots.purge(3)).isZero();
    }

    @Test
    void keepsEverythingWhereThereAreTooFew() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Snapshots snapshots = history(disk, 1);
        assertThat(snapshots.purge(3)).isZero();
        assertThatThrownBy(() -> snapshots.purge(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsLogsThatSomebodyReads() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Snapshots snapshots = history(disk, 5);
        try (Snapshots.Hold hold = snapshots.hold(15);
                Snapshots.Hold other = snapshots.hold(25);
                HistoryRange range = new HistoryRange(disk, disk, 15, 50)) {
            assertThat(hold).isNotSameAs(other);
            assertThat(snapshots.purge(3)).isEqualTo(3 + 1);
            assertThat(disk.list()).contains("log.b", "log.15").doesNotContain("log.1");
            while (range.next()) {
                // All of it is there.
            }
            assertThat(range.zxid()).isEqualTo(50);
        }
        assertThat(snapshots.purge(3)).isEqualTo(1);
        assertThat(disk.list()).contains("log.15").doesNotContain("log.b");
    }

    @Test
    void damagedSnapshotsDoNotCount() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Snapshots snapshots = history(disk, 5);
        disk.corrupt("snapshot.28", 100, 1);
        snapshots.purge(3);
        assertThat(disk.list()).contains("snapshot.14", "snapshot.28", "log.b");
        assertThat(disk.list()).doesNotContain("snapshot.a", "log.1");
        disk.corrupt("snapshot.32", 100, 1);
        disk.corrupt("snapshot.1e", 100, 1);
        Histories.write(disk, SMALL, 51, 52);
        Histories.Collected found = new Histories.Collected();
        assertThat(new Recovery(disk, disk, RecoveryOptions.DEFAULT).recover(found))
                .isEqualTo(new Recovery.Recovered(52, 20, 32));
    }

    @Test
    void aCrashOrFailureAnywhereLeavesAWholeHistory() throws IOException {
        for (int fail = 0; fail < 8; fail++) {
            for (int seed = 0; seed < 20; seed++) {
                SimulatedDisk disk = new SimulatedDisk();
                Snapshots snapshots = history(disk, 6);
                disk.failAfter(fail);
                try {
                    snapshots.purge(3);
                } catch (IOException e) {
                    // The power fails here.
                }
                disk.crash(new SplittableRandom(seed));
                disk.corrupt("snapshot.3c", 100, 1);
                disk.corrupt("snapshot.32", 100, 1);
                Histories.Collected found = new Histories.Collected();
                assertThat(
                                new Recovery(disk, disk, RecoveryOptions.DEFAULT)
                                        .recover(found)
                                        .lastZxid())
                        .isEqualTo(60);
            }
        }
    }
}
