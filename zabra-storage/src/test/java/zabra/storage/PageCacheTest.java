package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PageCacheTest {
    private static final int SIZE = 8 << 20;

    @TempDir Path directory;

    @BeforeEach
    void onADisk() throws IOException {
        // What has no disk below has nowhere else to keep its files.
        assumeTrue(!Files.getFileStore(directory).type().equals("tmpfs"));
        PageCache.link();
    }

    @Test
    void whatIsForgottenIsNoLongerInMemoryAndStillThere() throws IOException {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) 7);
        try (DiskFile file = new FileSystemDisk(directory, false).open("f")) {
            file.write(0, bytes, 0, SIZE);
            file.sync();
            assertThat(isInMemory(0, SIZE)).isTrue();

            file.forget(0, SIZE / 2);

            assertThat(isInMemory(0, SIZE / 2)).isFalse();
            assertThat(isInMemory(SIZE / 2, SIZE / 2)).isTrue();
        }
        assertThat(Files.readAllBytes(directory.resolve("f"))).isEqualTo(bytes);
    }

    /** The newest is for learners that are a little behind, all else is in nobody's way. */
    @Test
    void aLogKeepsLittleInMemory() throws IOException {
        try (TxnLog log = new TxnLog(new FileSystemDisk(directory, false), TxnLogOptions.DEFAULT)) {
            for (long zxid = 1; zxid <= 32; zxid++) {
                byte[] txn = Histories.payload(zxid, 1 << 20);
                log.append(zxid, txn, 0, txn.length);
                log.sync();
            }
            Path file = directory.resolve(StorageNames.log(1));
            assertThat(isInMemory(file, 0, 8 << 20)).isFalse();
            assertThat(isInMemory(file, 24 << 20, 8 << 20)).isTrue();
        }
    }

    private boolean isInMemory(long from, int length) throws IOException {
        return isInMemory(directory.resolve("f"), from, length);
    }

    private static boolean isInMemory(Path file, long from, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(MapMode.READ_ONLY, from, length).isLoaded();
        }
    }
}
