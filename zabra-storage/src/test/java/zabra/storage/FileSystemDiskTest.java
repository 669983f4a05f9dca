package zabra.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operating system's directory. */
final class FileSystemDiskTest extends DiskContract {
    @TempDir private Path directory;

    @Override
    Disk disk() throws IOException {
        return new FileSystemDisk(directory.resolve("a/b"), true);
    }

    @Test
    void refusesAMissingDirectoryThatItMayNotCreate() {
        assertThatThrownBy(() -> new FileSystemDisk(directory.resolve("none"), false))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("autocreate");
    }

    @Test
    void refusesAFileInTheDirectorysPlace() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new FileSystemDisk(file, true))
                .hasMessageContaining(file + " is not a directory");
    }

    @Test
    void namesTheFileThatItMayNotOpen() throws IOException {
        Disk disk = disk();
        disk.open("secret").close();
        Path file = directory.resolve("a/b/secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        // The superuser may open everything.
        assumeFalse(Files.isReadable(file));
        assertThatThrownBy(() -> disk.open("secret"))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("permissions");
    }

    @Test
    void listsNoDirectories() throws IOException {
        Disk disk = disk();
        Files.createDirectory(directory.resolve("a/b/sub"));
        assertThat(disk.list()).isEmpty();
    }
}
