package zabra.cli.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Of what goes wrong; that it goes well is seen where the jars are, by {@code .ci/smoke}. */
class AotCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty("zabra.launcher");
        System.clearProperty("zabra.aot");
    }

    private int execute(String... arguments) {
        return new CommandLine(new AotCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private void launcher(String... lines) throws IOException {
        Path launcher = directory.resolve("launcher");
        Files.writeString(launcher, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        System.setProperty("zabra.launcher", launcher.toString());
        System.setProperty("zabra.aot", directory.resolve("lib/zabra-1.aot").toString());
        Files.createDirectory(directory.resolve("lib"));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("lib"))) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    @Test
    void onlyTheLauncherKnowsHowAServerIsStarted() {
        assertThat(execute()).isEqualTo(1);
        assertThat(err.toString()).contains("only bin/zabra");
    }

    @Test
    void aPlaceThatIsNotThereIsNamedBeforeAnythingRuns() throws IOException {
        launcher("touch " + directory.resolve("ran"));
        Path lib = directory.resolve("lib");
        Files.delete(lib);
        assertThat(execute()).isEqualTo(1);
        assertThat(err.toString()).contains(lib + " cannot be written");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aServerThatDoesNotStartIsToldWithItsLastWords() throws IOException {
        launcher("echo no memory for that", "exit 7");
        Path before = Files.writeString(directory.resolve("lib/zabra-1.aot"), "of before");
        assertThat(execute()).isEqualTo(1);
        assertThat(err.toString()).contains("the server ended with 7").contains("no memory");
        assertThat(left()).containsExactly(before);
        assertThat(before).hasContent("of before");
    }

    @Test
    void theTrainedServerHasADirectoryOfItsOwn() throws IOException {
        launcher("echo \"$SERVER_JVMFLAGS $1 $2 $(cat $2)\"", "exit 7");
        execute();
        assertThat(err.toString())
                .containsPattern("-XX:AOTCacheOutput=zabra.aot .* server zoo.cfg dataDir=data\n");
    }

    @Test
    void theTrainedServerHasNothingOfTheRealOneButItsFlags() {
        Map<String, String> environment =
                new TreeMap<>(
                        Map.of(
                                "ZABRA_SET_DATADIR", "/real",
                                "SERVER_JVMFLAGS", "-XX:+UseZGC",
                                "PATH", "/bin"));
        TrialServer.prepare(environment, List.of("-XX:A", "-XX:B"));
        assertThat(environment)
                .containsOnly(
                        entry("SERVER_JVMFLAGS", "-XX:+UseZGC -XX:A -XX:B"),
                        entry("PATH", "/bin"),
                        entry("ZABRA_NO_BUILD", "yes"));
    }
}
