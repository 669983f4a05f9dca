package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A file fits in the head. */
final class SizesTest {
    private static final int LINES_MAX = 450;

    /** Files that are better long, each with its reason. */
    private static final Set<String> LONG = Set.of();

    @Test
    void noFileIsTooLong() throws IOException {
        Repository repository = Repository.ofWorkingDirectory();
        List<String> tooLong = new ArrayList<>();
        for (Path file : repository.files(".java")) {
            int lines = Files.readAllLines(file).size();
            if (lines > LINES_MAX && !LONG.contains(repository.name(file))) {
                tooLong.add(repository.name(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).as("longer than %d lines: it is several things", LINES_MAX).isEmpty();
    }
}
