package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be run is refused before anything is started, and in one line. */
class DevCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--servers, 2, '--servers 2: expected 1, 3 or 5'",
        "--port, 70000, '--port 70000: expected 0 to 65533, for 3 servers'",
        "--port, 65534, '--port 65534: expected 0 to 65533, for 3 servers'",
        "--port, -1, '--port -1: expected 0 to 65533, for 3 servers'",
        // An address for documentation, which no machine has.
        "--host, 192.0.2.1, '--host 192.0.2.1: not an address of this machine'",
    })
    void wrongArgumentsAreNamed(String option, String value, String message) {
        Run run = Run.of("dev", option, value);
        assertThat(run.code()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).startsWith(message).doesNotContain("Exception");
    }

    @Test
    void anUnknownHostIsNamed() {
        Run run = Run.of("dev", "--host", "no-such-host.invalid");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .startsWith("zabra: unknown host no-such-host.invalid")
                .hasLineCount(1);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "in the way");
        Run run = Run.of("dev", "--port", "0", "--data", file.resolve("data").toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("zabra: " + file).hasLineCount(1);
    }
}
