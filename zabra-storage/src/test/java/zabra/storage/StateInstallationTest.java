package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.protocol.snapshot.StateImage;

class StateInstallationTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);
    private static final long EPOCH2 = 2L << 32;

    /** States that no transaction of the old history leads to. */
    private static StateImage received(long zxid) {
        return Histories.state(zxid, 7, 99);
    }

    private static Snapshots snapshots(SimulatedDisk snapshots, SimulatedDisk logs) {
        return new Snapshots(snapshots, logs, Snapshots.Compression.NONE);
    }

    /** Snapshots of 0, 5 and 8; a log up to 9, and then of epoch 2 up to 3. */
    private static void fill(SimulatedDisk snapshots, SimulatedDisk logs) throws IOException {
        Snapshots files = snapshots(snapshots, logs);
        files.write(Histories.state(0, 3, 10));
        Histories.write(logs, SMALL, 1, 5);
        files.write(Histories.state(5, 3, 10));
        Histories.write(logs, SMALL, 6, 9);
        files.write(Histories.state(8, 3, 10));
        Histories.write(logs, SMALL, EPOCH2 + 1, EPOCH2 + 3);
    }

    private static SimulatedDisk history() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        fill(disk, disk);
        return disk;
    }

    private static String recovered(SimulatedDisk snapshots, SimulatedDisk logs)
            throws IOException {
        Histories.Collected collected = new Histories.Collected();
        Recovery.Recovered recovered =
                new Recovery(snapshots, logs, RecoveryOptions.DEFAULT).recover(collected);
        return recovered + " " + collected.pieces + " " + collected.zxids;
    }

    private static String alone(StateImage image) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        snapshots(disk, disk).write(image);
        return recovered(disk, disk);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 5, 7, 8, 9, 20, EPOCH2 + 2, EPOCH2 + 3, EPOCH2 + 9})
    void nothingOfTheOldHistoryIsLeft(long zxid) throws IOException {
        SimulatedDisk disk = history();
        snapshots(disk, disk).install(received(zxid), true);
        assertThat(disk.list()).containsExactly("snapshot." + Long.toHexString(zxid));
        assertThat(recovered(disk, disk)).isEqualTo(alone(received(zxid)));
        Histories.write(disk, SMALL, zxid + 1, zxid + 2);
        assertThat(Histories.recover(disk).zxids).containsExactly(zxid + 1, zxid + 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 7, EPOCH2 + 3, EPOCH2 + 9})
    void aCrashLeavesTheOldHistoryOrTheNewState(long zxid) throws IOException {
        String old = recovered(history(), history());
        String installed = alone(received(zxid));
        SimulatedDisk counted = history();
        long before = counted.operations();
        snapshots(counted, counted).install(received(zxid), true);
        long operations = counted.operations() - before;
        int oldSeen = 0;
        int newSeen = 0;
        for (int fail = 0; fail <= operations; fail++) {
            for (int seed = 0; seed < 20; seed++) {
                SimulatedDisk disk = history();
                disk.failAfter(fail);
                boolean done = tryInstall(disk, disk, zxid);
                disk.crash(new SplittableRandom(seed));
                // Recovery, too, is interrupted, and begins again.
                disk.failAfter(seed % 7);
                try {
                    recovered(disk, disk);
                } catch (IOException e) {
                    disk.crash(new SplittableRandom(seed));
                }
                disk.heal();
                String found = recovered(disk, disk);
                assertThat(found).as("operation %s, seed %s", fail, seed).isIn(old, installed);
                if (done) {
                    assertThat(found).isEqualTo(installed);
                }
                oldSeen += found.equals(old) ? 1 : 0;
                newSeen += found.equals(installed) ? 1 : 0;
                if (found.equals(installed)) {
                    assertThat(disk.list()).containsExactly("snapshot." + Long.toHexString(zxid));
                }
            }
        }
        assertThat(oldSeen).isPositive();
        assertThat(newSeen).isPositive();
    }

    @Test
    void aProcessThatEndsLeavesNothingThatPowerCanUndo() throws IOException {
        String old = recovered(history(), history());
        String installed = alone(received(7));
        SimulatedDisk counted = history();
        long before = counted.operations();
        snapshots(counted, counted).install(received(7), true);
        long operations = counted.operations() - before;
        for (int fail = 0; fail <= operations; fail++) {
            for (int later = 0; later < 12; later++) {
                for (int seed = 0; seed < 10; seed++) {
                    SimulatedDisk disk = history();
                    disk.failAfter(fail);
                    tryInstall(disk, disk, 7);
                    // What was written is there, though not all of it is durable.
                    disk.failAfter(later);
                    String first = null;
                    try {
                        first = recovered(disk, disk);
                    } catch (IOException e) {
                        // Power fails while it starts again.
                    }
                    disk.crash(new SplittableRandom(seed));
                    String found = recovered(disk, disk);
                    assertThat(found).isIn(old, installed);
                    if (first != null) {
                        assertThat(found).isEqualTo(first);
                    }
                }
            }
        }
    }

    private static boolean tryInstall(SimulatedDisk snapshots, SimulatedDisk logs, long zxid) {
        try {
            snapshots(snapshots, logs).install(received(zxid), true);
            return true;
        } catch (IOException e) {
            // The power fails here.
            return false;
        }
    }

    @Test
    void twoDirectoriesNeverCombine() throws IOException {
        String installed = alone(received(7));
        SimulatedDisk oldSnapshots = new SimulatedDisk("snapshots");
        SimulatedDisk oldLogs = new SimulatedDisk("logs");
        fill(oldSnapshots, oldLogs);
        String old = recovered(oldSnapshots, oldLogs);
        for (int failLogs = 0; failLogs < 5; failLogs++) {
            for (int failSnapshots = 3; failSnapshots < 14; failSnapshots++) {
                for (int seed = 0; seed < 10; seed++) {
                    SimulatedDisk snapshots = new SimulatedDisk("snapshots");
                    SimulatedDisk logs = new SimulatedDisk("logs");
                    fill(snapshots, logs);
                    logs.failAfter(failLogs);
                    snapshots.failAfter(failSnapshots);
                    tryInstall(snapshots, logs, 7);
                    snapshots.crash(new SplittableRandom(seed));
                    logs.crash(new SplittableRandom(seed + 100));
                    assertThat(recovered(snapshots, logs)).isIn(old, installed);
                }
            }
        }
    }

    @Test
    void aFullDiskChangesNothing() throws IOException {
        SimulatedDisk disk = history();
        String old = recovered(history(), history());
        List<String> before = disk.list();
        disk.setCapacity(before.stream().mapToLong(name -> size(disk, name)).sum() + 300);
        assertThatThrownBy(() -> snapshots(disk, disk).install(received(7), true))
                .hasMessageContaining("No space");
        assertThat(disk.list()).isEqualTo(before);
        assertThat(recovered(disk, disk)).isEqualTo(old);
    }

    private static long size(SimulatedDisk disk, String name) {
        try {
            return disk.size(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Snapshots.Compression.class)
    void aPackedStateKeepsItsExtension(Snapshots.Compression compression) throws IOException {
        SimulatedDisk disk = history();
        new Snapshots(disk, disk, compression).install(received(7), true);
        assertThat(disk.list()).containsExactly(StorageNames.snapshot(7, compression));
        assertThat(recovered(disk, disk)).isEqualTo(alone(received(7)));
    }

    @Test
    void twoReceivedStatesAreRefused() throws IOException {
        SimulatedDisk disk = history();
        snapshots(disk, disk).write(received(EPOCH2 + 7));
        disk.rename("snapshot.8", "received.8");
        disk.rename("snapshot.200000007", "received.200000007");
        assertThatThrownBy(() -> recovered(disk, disk))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("received.200000007");
        assertThat(disk.list()).contains("received.8", "log.1");
    }

    @Test
    void aSnapshotOfWhatWasTakenBackIsDropped() throws IOException {
        SimulatedDisk disk = history();
        Snapshots files = snapshots(disk, disk);
        long shown = files.generation();
        StateImage ghost = Histories.state(EPOCH2 + 3, 3, 10);
        assertThat(files.truncate(EPOCH2 + 9)).isFalse();
        assertThat(files.generation()).isEqualTo(shown);
        assertThat(files.truncate(7)).isTrue();
        List<String> before = disk.list();
        assertThat(files.write(ghost, shown)).isEqualTo(-1);
        assertThat(disk.list()).isEqualTo(before);
        assertThat(files.write(Histories.state(7, 3, 10), files.generation())).isPositive();
        shown = files.generation();
        files.install(received(6), true);
        assertThat(files.write(Histories.state(7, 3, 10), shown)).isEqualTo(-1);
        assertThat(disk.list()).containsExactly("snapshot.6");
    }

    @Test
    void aDamagedReceivedSnapshotIsNotReplacedByWhatWasBefore() throws IOException {
        // As another server left it: the old files are there beside what was received.
        SimulatedDisk disk = new SimulatedDisk();
        Snapshots files = snapshots(disk, disk);
        files.write(Histories.state(5, 3, 10));
        Histories.write(disk, SMALL, 6, 9);
        files.write(received(20));
        Histories.write(disk, SMALL, EPOCH2 + 1, EPOCH2 + 3);
        assertThat(Histories.recover(disk).zxids).hasSize(3);
        disk.corrupt("snapshot.14", 200, 0xff);
        assertThatThrownBy(() -> Histories.recover(disk))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("a snapshot shows that there was 0x14");
    }
}
