package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.cli.dev.FreePorts;

/** A server that is told to stop (SIGTERM) before or when its start is over. */
final class StopWhileStartingTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir Path directory;

    /**
     * @param said what the server says when it is told to stop
     */
    @ParameterizedTest
    @ValueSource(strings = {"Zabra ", "clientPort = ", "Recovered ", "Serving clients "})
    void endsAsOneThatIsStoppedLater(String said) throws Exception {
        Process server = start();
        try (BufferedReader out = server.inputReader()) {
            awaitLine(out, said);
            // Process.destroy would close what it says.
            server.toHandle().destroy();
            out.transferTo(Writer.nullWriter());
            assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(ExitCode.OK);
        } finally {
            server.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        int port = FreePorts.find("127.0.0.1", 1, List.of()).getFirst();
        Path config = directory.resolve("zoo.cfg");
        Files.writeString(
                config,
                """
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                preAllocSize=64
                """
                        .formatted(directory.resolve("data"), port));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "zabra.cli.Main",
                        "server",
                        config.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitLine(BufferedReader out, String said) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(" - " + said)) {
                return;
            }
            all.append(line).append('\n');
        }
        throw new AssertionError("the server ended:\n" + all);
    }
}
