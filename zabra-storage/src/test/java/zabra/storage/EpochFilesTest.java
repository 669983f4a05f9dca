package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochFilesTest {
    private final SimulatedDisk disk = new SimulatedDisk();

    private static long zxid(long epoch) {
        return epoch << 32 | 1;
    }

    private void write(String name, String text) throws IOException {
        try (DiskFile file = disk.open(name)) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            file.truncate(0);
            file.write(0, bytes, 0, bytes.length);
            file.sync();
        }
        disk.syncDirectory();
    }

    private EpochFiles.Epochs load(long lastZxid) throws IOException {
        return new EpochFiles(disk).load(lastZxid);
    }

    @Test
    void missingFilesAreMadeFromTheHistory() throws IOException {
        assertThat(load(zxid(3))).isEqualTo(new EpochFiles.Epochs(3, 3));
        assertThat(Histories.bytes(disk, "acceptedEpoch")).isEqualTo(new byte[] {'3'});
        assertThat(Histories.bytes(disk, "currentEpoch")).isEqualTo(new byte[] {'3'});
        assertThat(load(zxid(3))).isEqualTo(new EpochFiles.Epochs(3, 3));
    }

    @Test
    void theReferencesFilesAreRead() throws IOException {
        write("acceptedEpoch", "12");
        write("currentEpoch", "11\n");
        assertThat(load(zxid(11))).isEqualTo(new EpochFiles.Epochs(12, 11));
    }

    @Test
    void anEmptyDatabaseBeginsAtZero() throws IOException {
        assertThat(load(-1)).isEqualTo(new EpochFiles.Epochs(0, 0));
    }

    @Test
    void currentFollowsAHistoryThatACrashLeftAhead() throws IOException {
        write("acceptedEpoch", "5");
        write("currentEpoch", "4");
        write("currentEpoch.tmp", "5");
        assertThat(load(zxid(5))).isEqualTo(new EpochFiles.Epochs(5, 5));
        assertThat(disk.list()).containsExactly("acceptedEpoch", "currentEpoch");
        assertThat(load(zxid(5))).isEqualTo(new EpochFiles.Epochs(5, 5));
    }

    @Test
    void contradictionsAreRefused() throws IOException {
        write("acceptedEpoch", "5");
        write("currentEpoch", "4");
        assertThatThrownBy(() -> load(zxid(6)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("acceptedEpoch");
        write("currentEpoch", "6");
        assertThatThrownBy(() -> load(zxid(4))).isInstanceOf(StorageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "2147483648", "99999999999999999999999999999999999999"})
    void anythingButAnEpochIsRefused(String text) throws IOException {
        write("acceptedEpoch", text);
        assertThatThrownBy(() -> load(1))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("acceptedEpoch");
    }

    @Test
    void neverGoesBackOrPastThePromise() throws IOException {
        EpochFiles files = new EpochFiles(disk);
        assertThatThrownBy(files::epochs).isInstanceOf(IllegalStateException.class);
        files.load(zxid(1));
        assertThatThrownBy(() -> files.writeCurrent(2)).isInstanceOf(IllegalStateException.class);
        files.writeAccepted(3);
        files.writeCurrent(2);
        files.writeAccepted(3);
        assertThatThrownBy(() -> files.writeAccepted(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> files.writeCurrent(1)).isInstanceOf(IllegalStateException.class);
        assertThat(load(zxid(1))).isEqualTo(new EpochFiles.Epochs(3, 2));
    }

    @Test
    void aCrashAtAnyStepRestartsWithAtLeastWhatWasKnown() throws IOException {
        for (int fail = 0; fail < 12; fail++) {
            for (int seed = 0; seed < 20; seed++) {
                SimulatedDisk crashing = new SimulatedDisk();
                EpochFiles files = new EpochFiles(crashing);
                files.load(zxid(1));
                crashing.failAfter(fail);
                try {
                    files.writeAccepted(2);
                    files.writeCurrent(2);
                } catch (IOException e) {
                    // The power fails here.
                }
                EpochFiles.Epochs known = files.epochs();
                crashing.crash(new SplittableRandom(seed));
                EpochFiles.Epochs found = new EpochFiles(crashing).load(zxid(1));
                assertThat(found.accepted()).isBetween(known.accepted(), 2L);
                assertThat(found.current()).isBetween(known.current(), found.accepted());
            }
        }
    }
}
