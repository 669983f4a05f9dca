package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogTruncationTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);

    private static void snapshot(SimulatedDisk disk, long zxid) throws IOException {
        new Snapshots(disk, disk, Snapshots.Compression.NONE).write(Histories.state(zxid, 3, 10));
    }

    private static SimulatedDisk history() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        snapshot(disk, 0);
        Histories.write(disk, SMALL, 1, 5);
        snapshot(disk, 5);
        Histories.write(disk, SMALL, 6, 9);
        snapshot(disk, 8);
        Histories.write(disk, SMALL, 0x100000001L, 0x100000004L);
        return disk;
    }

    private static Recovery.Recovered recover(SimulatedDisk disk) throws IOException {
        return new Recovery(disk, disk, RecoveryOptions.DEFAULT).recover(new Histories.Collected());
    }

    private static List<Long> everything() {
        List<Long> all = new ArrayList<>();
        for (long zxid = 0; zxid <= 9; zxid++) {
            all.add(zxid);
        }
        for (long zxid = 0x100000001L; zxid <= 0x100000004L; zxid++) {
            all.add(zxid);
        }
        return all;
    }

    @Test
    void anyZxidOfTheHistoryBecomesItsLast() throws IOException {
        for (long zxid : everything()) {
            SimulatedDisk disk = history();
            assertThat(new LogTruncation(disk, disk).truncate(zxid)).isTrue();
            assertThat(recover(disk).lastZxid()).isEqualTo(zxid);
            assertThat(recover(disk).snapshotZxid()).isLessThanOrEqualTo(zxid);
            // The log goes on from there.
            Histories.write(disk, SMALL, zxid + 1, zxid + 2);
            assertThat(recover(disk).lastZxid()).isEqualTo(zxid + 2);
        }
    }

    @Test
    void aZxidThatIsNotInTheHistoryChangesNothing() throws IOException {
        for (long zxid : new long[] {10, 0x100000000L, 0x100000005L, 0x200000001L}) {
            SimulatedDisk disk = history();
            List<String> before = disk.list();
            assertThat(new LogTruncation(disk, disk).truncate(zxid)).isFalse();
            assertThat(disk.list()).isEqualTo(before);
            assertThat(recover(disk).lastZxid()).isEqualTo(0x100000004L);
        }
    }

    @Test
    void snapshotsThatMayHoldMoreAreDropped() throws IOException {
        SimulatedDisk disk = history();
        assertThat(new LogTruncation(disk, disk).truncate(7)).isTrue();
        assertThat(disk.list()).containsExactly("log.1", "log.6", "snapshot.0", "snapshot.5");
        // A fuzzy snapshot: named 5, with transactions up to 8 inside.
        SimulatedDisk fuzzy = history();
        fuzzy.rename("snapshot.8", "snapshot.5");
        assertThat(new LogTruncation(fuzzy, fuzzy).truncate(7)).isTrue();
        assertThat(fuzzy.list()).containsExactly("log.1", "log.6", "snapshot.0");
    }

    @Test
    void withoutASnapshotToStartFromNothingIsCut() throws IOException {
        SimulatedDisk disk = history();
        disk.delete("snapshot.0");
        assertThat(new LogTruncation(disk, disk).truncate(4)).isFalse();
        assertThat(recover(disk).lastZxid()).isEqualTo(0x100000004L);
    }

    @Test
    void aCrashAnywhereLeavesAPrefixThatReachesTheZxid() throws IOException {
        for (long zxid : new long[] {3, 5, 7, 9, 0x100000002L}) {
            for (int fail = 0; fail < 14; fail++) {
                for (int seed = 0; seed < 10; seed++) {
                    SimulatedDisk disk = history();
                    disk.failAfter(fail);
                    boolean done = false;
                    try {
                        done = new LogTruncation(disk, disk).truncate(zxid);
                    } catch (IOException e) {
                        // The power fails here.
                    }
                    disk.crash(new SplittableRandom(seed));
                    long last = recover(disk).lastZxid();
                    assertThat(last).isGreaterThanOrEqualTo(zxid);
                    if (done) {
                        assertThat(last).isEqualTo(zxid);
                    }
                }
            }
        }
    }

    @Test
    void snapshotsGoForGoodBeforeTheLogIsCut() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDisk logs = new SimulatedDisk("logs");
            SimulatedDisk snapshots = new SimulatedDisk("snapshots");
            snapshot(snapshots, 0);
            Histories.write(logs, SMALL, 1, 9);
            snapshot(snapshots, 8);
            assertThat(new LogTruncation(snapshots, logs).truncate(7)).isTrue();
            snapshots.crash(new SplittableRandom(seed));
            logs.crash(new SplittableRandom(seed));
            assertThat(
                            new Recovery(snapshots, logs, RecoveryOptions.DEFAULT)
                                    .recover(new Histories.Collected())
                                    .lastZxid())
                    .isEqualTo(7);
        }
    }

    @Test
    void theHistoryCanBeReadFromAnyZxid() throws IOException {
        SimulatedDisk disk = history();
        List<Long> all = everything();
        for (int i = 0; i < all.size(); i++) {
            List<Long> read = new ArrayList<>();
            try (LogHistory history = LogHistory.after(disk, all.get(i), SnapshotZxids.NONE)) {
                while (history.next()) {
                    read.add(history.zxid());
                    assertThat(LogFormat.zxid(history.array(), history.offset()))
                            .isEqualTo(history.zxid());
                    assertThat(history.length()).isGreaterThan(LogFormat.PAYLOAD_MIN);
                }
            }
            assertThat(read).isEqualTo(all.subList(i + 1, all.size()));
        }
    }
}
