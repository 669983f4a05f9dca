package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
    private static final TxnLogOptions SMALL = new TxnLogOptions(4096, 0, true);

    private SimulatedDisk disk;

    /** snapshots 0 and 10, logs 1 to 10 and 11 to 25. */
    @BeforeEach
    void aHistory() throws IOException {
        disk = new SimulatedDisk();
        Snapshots snapshots = new Snapshots(disk, disk, Snapshots.Compression.NONE);
        snapshots.write(Histories.state(0, 3, 10));
        Histories.write(disk, SMALL, 1, 10);
        snapshots.write(Histories.state(10, 3, 10));
        Histories.write(disk, SMALL, 11, 25);
    }

    private static byte[] backup(Disk disk) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Backup.write(disk, disk, out);
        return out.toByteArray();
    }

    private static Backup.Summary restore(byte[] bytes, Disk disk) throws IOException {
        return Backup.restore(new ByteArrayInputStream(bytes), disk);
    }

    @Test
    void whatIsRestoredIsWhatWasThere() throws IOException {
        SimulatedDisk restored = new SimulatedDisk();
        assertThat(restore(backup(disk), restored)).isEqualTo(new Backup.Summary(10, 25, 15));
        assertThat(restored.list()).containsExactly("log.b", "snapshot.a");
        assertThat(Histories.bytes(restored, "snapshot.a"))
                .isEqualTo(Histories.bytes(disk, "snapshot.a"));
        Histories.Collected before = Histories.recover(disk);
        Histories.Collected after = Histories.recover(restored);
        assertThat(after.zxids).isEqualTo(before.zxids);
        assertThat(after.zxids).hasSize(15);
    }

    @Test
    void aRestoredLogCanBeGoneOnWith() throws IOException {
        SimulatedDisk restored = new SimulatedDisk();
        restore(backup(disk), restored);
        Histories.write(restored, SMALL, 26, 30);
        assertThat(Histories.recover(restored).zxids).hasSize(20);
        restored = restoredAgain(restored);
        assertThat(Histories.recover(restored).zxids).hasSize(20);
    }

    private static SimulatedDisk restoredAgain(Disk from) throws IOException {
        SimulatedDisk again = new SimulatedDisk();
        restore(backup(from), again);
        return again;
    }

    @Test
    void aStateWithoutALogIsEnough() throws IOException {
        SimulatedDisk fresh = new SimulatedDisk();
        new Snapshots(fresh, fresh, Snapshots.Compression.SNAPPY).write(Histories.state(7, 3, 10));
        SimulatedDisk restored = new SimulatedDisk();
        assertThat(restore(backup(fresh), restored)).isEqualTo(new Backup.Summary(7, 7, 0));
        assertThat(restored.list()).containsExactly("snapshot.7.snappy");
    }

    @Test
    void theSameStateGivesTheSameBytes() throws IOException {
        assertThat(backup(disk)).isEqualTo(backup(disk));
    }

    @Test
    void aWriteThatIsUnderWayIsNotInIt() throws IOException {
        byte[] log = Histories.bytes(disk, "log.b");
        // The room that is kept for what comes, with the begin of a record in it.
        byte[] longer = Arrays.copyOf(log, log.length + 4096);
        Arrays.fill(longer, log.length - LogFormat.MARK_LENGTH, log.length + 30, (byte) 7);
        try (DiskFile file = disk.open("log.b")) {
            file.write(0, longer, 0, longer.length);
        }
        SimulatedDisk restored = new SimulatedDisk();
        assertThat(restore(backup(disk), restored).lastZxid()).isEqualTo(25);
    }

    @Test
    void aDamagedSnapshotIsPassedOverWhereTheLogReachesBack() throws IOException {
        try (DiskFile file = disk.open("snapshot.a")) {
            file.write(20, new byte[] {99}, 0, 1);
        }
        SimulatedDisk restored = new SimulatedDisk();
        assertThat(restore(backup(disk), restored)).isEqualTo(new Backup.Summary(0, 25, 25));
    }

    @Test
    void aMissingLogIsNoticed() throws IOException {
        disk.delete("snapshot.a");
        disk.delete("log.1");
        assertThatThrownBy(() -> backup(disk))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("0xb does not follow 0x0");
    }

    @Test
    void whoCopiesTheOthersHasNothingToBackUp() throws IOException {
        UnfinishedCopy.begin(disk);
        assertThatThrownBy(() -> backup(disk)).hasMessageContaining("back up another one");
    }

    @Test
    void whoIsAboutToFollowSomebodyElseHasNothingToBackUp() throws IOException {
        EpochFiles epochs = new EpochFiles(disk);
        epochs.load(25);
        epochs.writeAccepted(3);
        assertThatThrownBy(() -> backup(disk)).hasMessageContaining("try again");
        epochs.writeCurrent(3);
        assertThat(backup(disk)).isNotEmpty();
    }

    @Test
    void anEmptyDirectoryHasNothingToBackUp() {
        assertThatThrownBy(() -> backup(new SimulatedDisk()))
                .hasMessageContaining("there is no snapshot");
    }

    /** Where the archive's list of entries begins, which nobody needs. */
    private static int directory(byte[] backup) {
        return new String(backup, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.3, 0.6, 0.9, 0.99})
    void aCutBackupIsRefused(double part) throws IOException {
        byte[] whole = backup(disk);
        byte[] cut = Arrays.copyOf(whole, (int) (directory(whole) * part));
        assertThatThrownBy(() -> restore(cut, new SimulatedDisk()))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void aChangedByteIsNoticed() throws IOException {
        byte[] whole = backup(disk);
        int end = directory(whole);
        for (int at = 0; at < end; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            SimulatedDisk restored = new SimulatedDisk();
            Backup.Summary summary;
            try {
                summary = restore(changed, restored);
            } catch (StorageException | IOException e) {
                continue;
            }
            // Dates and the like mean nothing.
            assertThat(summary).as("byte " + at).isEqualTo(new Backup.Summary(10, 25, 15));
            assertThat(Histories.recover(restored).zxids).hasSize(15);
        }
    }

    @Test
    void whatIsInTheWayStays() throws IOException {
        byte[] whole = backup(disk);
        assertThatThrownBy(() -> restore(whole, disk)).isInstanceOf(IllegalArgumentException.class);
    }
}
