package zabra.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The bytes of the files in a directory, not below it. */
final class DirectorySize {
    private DirectorySize() {}

    static long of(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(DirectorySize::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 0 for a file that was purged between the listing and the look. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
