package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirsTest {
    @TempDir Path directory;

    @Test
    void makesBothDirectoriesAndTakesThemAsTheyAre() throws IOException {
        DataDirs dirs = new DataDirs(directory.resolve("d"), directory.resolve("l"), true);
        dirs.create();
        dirs.create();
        assertThat(directory.resolve("d/version-2")).isDirectory();
        assertThat(directory.resolve("l/version-2")).isDirectory();
    }

    @Test
    void withoutAutocreateAMissingDirectoryIsFatal() {
        Path data = directory.resolve("d");
        assertThatExceptionOfType(DataDirException.class)
                .isThrownBy(() -> new DataDirs(data, data, false).create())
                .withMessage(
                        "Missing data directory "
                                + data
                                + "/version-2, automatic data directory creation is disabled"
                                + " (zookeeper.datadir.autocreate is false). Please create this"
                                + " directory manually.");
        assertThat(data).doesNotExist();
    }

    @Test
    void whatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(DataDirException.class)
                .isThrownBy(() -> new DataDirs(file, file, true).create())
                .withMessage("Unable to create data directory " + file + "/version-2")
                .withCauseInstanceOf(IOException.class);
    }
}
