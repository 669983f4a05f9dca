package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The directory in memory: the contract, and what a real disk cannot be made to do. */
final class SimulatedDiskTest extends DiskContract {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    Disk disk() {
        return disk;
    }

    @Test
    void aCrashKeepsWhatWasSynced() throws IOException {
        try (DiskFile file = disk.open("f")) {
            file.write(0, new byte[] {1, 2}, 0, 2);
            file.sync();
        }
        disk.syncDirectory();
        for (int seed = 0; seed < 50; seed++) {
            disk.crash(new SplittableRandom(seed));
            assertThat(Histories.bytes(disk, "f")).containsExactly(1, 2);
        }
    }

    @Test
    void aCrashKeepsLosesAndTearsUnsyncedBytesBySectors() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            DiskFile file = fresh.open("f");
            file.write(0, new byte[1024], 0, 1024);
            file.sync();
            fresh.syncDirectory();
            byte[] ones = new byte[1024];
            java.util.Arrays.fill(ones, (byte) 1);
            file.write(0, ones, 0, 1024);
            fresh.crash(new SplittableRandom(seed));
            byte[] left = Histories.bytes(fresh, "f");
            outcomes.add(left[0] + "" + left[511] + left[512] + left[1023]);
        }
        assertThat(outcomes).containsExactlyInAnyOrder("0000", "1111", "0011", "1100");
    }

    @Test
    void aCrashLosesUnsyncedNames() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            fresh.open("old").close();
            fresh.syncDirectory();
            fresh.rename("old", "new");
            fresh.crash(new SplittableRandom(seed));
            outcomes.add(fresh.list().toString());
        }
        assertThat(outcomes).containsExactlyInAnyOrder("[old]", "[new]");
    }

    @Test
    void openFilesDieWithTheMachine() throws IOException {
        DiskFile file = disk.open("f");
        disk.syncDirectory();
        disk.crash(new SplittableRandom(1));
        assertThatThrownBy(file::sync).hasMessageContaining("crashed");
    }

    @Test
    void failsTheOperationAskedFor() throws IOException {
        DiskFile file = disk.open("f");
        disk.failOnceAfter(1);
        file.write(0, new byte[4], 0, 4);
        assertThatThrownBy(() -> file.write(4, new byte[4], 0, 4))
                .hasMessageContaining("simulated");
        assertThat(file.size()).isEqualTo(6);
        file.sync();
        disk.failAfter(0);
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
    }

    @Test
    void isFullAtTheCapacity() throws IOException {
        disk.setCapacity(10);
        DiskFile file = disk.open("f");
        file.write(0, new byte[8], 0, 8);
        assertThatThrownBy(() -> file.write(8, new byte[4], 0, 4)).hasMessageContaining("No space");
        assertThat(file.size()).isEqualTo(10);
        assertThat(disk.freeBytes()).isZero();
        file.write(0, new byte[8], 0, 8);
        assertThatThrownBy(() -> file.truncate(11)).hasMessageContaining("No space");
    }

    @Test
    void rots() throws IOException {
        DiskFile file = disk.open("f");
        file.write(0, new byte[] {1, 2}, 0, 2);
        disk.corrupt("f", 1, 0x80);
        assertThat(Histories.bytes(disk, "f")).containsExactly(1, (byte) 0x82);
    }
}
