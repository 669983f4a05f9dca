package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir private Path directory;

    /** Another process: says whether it got the lock, and keeps it until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (DirectoryLock lock = DirectoryLock.take(Path.of(args[0]))) {
                say("taken");
                while (lock != null && System.in.read() >= 0) {
                    // Until told to end, or killed.
                }
            } catch (StorageException e) {
                say(e.getMessage());
            }
        }

        private static void say(String text) {
            System.out.println(text);
            System.out.flush();
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String line(Process process) throws IOException {
        InputStream in = process.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) {
            line.append((char) letter);
        }
        return line.toString();
    }

    @Test
    void aSecondServerOfOneProcessIsRefused() throws IOException {
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> DirectoryLock.take(directory.resolve(".")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DirectoryLock again = DirectoryLock.take(directory);
        again.close();
        again.close();
        DirectoryLock.take(directory).close();
    }

    @Test
    void anotherProcessIsRefusedAndItsDeathEndsItsLock() throws Exception {
        Process first = holder();
        assertThat(line(first)).isEqualTo("taken");
        assertThatThrownBy(() -> DirectoryLock.take(directory))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("process " + first.pid());
        assertThat(DirectoryLock.holder(directory)).hasValue(first.pid());
        first.destroyForcibly().waitFor();
        assertThat(DirectoryLock.holder(directory)).isEmpty();
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThat(DirectoryLock.holder(directory)).hasValue(ProcessHandle.current().pid());
            // A vain attempt in this process takes nothing away from the lock.
            assertThatThrownBy(() -> DirectoryLock.take(directory))
                    .isInstanceOf(StorageException.class);
            Process second = holder();
            assertThat(line(second))
                    .contains(directory.toString())
                    .contains("process " + ProcessHandle.current().pid());
            second.waitFor();
        }
    }

    @Test
    void theFileIsNeitherLogNorSnapshot() throws IOException {
        DirectoryLock.take(directory).close();
        FileSystemDisk disk = new FileSystemDisk(directory, false);
        assertThat(disk.list()).containsExactly("zabra.lock");
        Recovery.Recovered recovered =
                new Recovery(disk, disk, RecoveryOptions.DEFAULT)
                        .recover(new Histories.Collected());
        assertThat(recovered.lastZxid()).isZero();
        assertThat(Files.exists(directory.resolve("zabra.lock"))).isTrue();
        assertThatThrownBy(() -> DirectoryLock.take(directory.resolve("absent")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
