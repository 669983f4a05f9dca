package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.server.config.ClientPortConfig;

class ServerCommandTest {
    @TempDir Path directory;

    private Path config(String text) throws IOException {
        return Files.writeString(directory.resolve("zoo.cfg"), text);
    }

    @Test
    void aConfigurationIsNeeded() {
        Run run = Run.of("server");
        assertThat(run.code()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).startsWith("Which configuration?").contains("zabra server --help");
    }

    @Test
    void everyMistakeOfAConfigurationIsNamed() throws IOException {
        Path file = config("dataDir=/d\ntickTme=5\nclientPort=x\n");
        Run run = Run.of("server", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.INVALID);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "Invalid config, exiting abnormally",
                        "  "
                                + file
                                + ":2: unknown key tickTme; did you mean tickTime?; correct or"
                                + " remove it",
                        "  "
                                + file
                                + ":3: clientPort=x: For input string: \"x\"; expected a whole"
                                + " number from 0 to 65535; the default is 0");
    }

    @Test
    void checkTellsWhatTheConfigurationComesToAndStartsNothing() throws IOException {
        Path data = directory.resolve("data");
        Path file = config("dataDir=" + data + "\nclientPort=2181\nflushDelay=5\n");
        Run run = Run.of("server", "--check", "--set", "tickTime=2000", file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "warning: "
                                + file
                                + ":3: flushDelay has no effect: threads, queues and caches are"
                                + " arranged differently here",
                        "dataDir = " + data + "   (" + file + ":1)",
                        "clientPort = 2181   (" + file + ":2)",
                        "tickTime = 2000   (--set)",
                        "The configuration is good: a standalone server on client port 2181, its"
                                + " data in "
                                + data
                                + ".");
        assertThat(data).doesNotExist();
    }

    @Test
    void checkTellsWhichMemberOfWhichEnsembleItIs() throws IOException {
        Files.writeString(directory.resolve("myid"), "3");
        Path file =
                config(
                        "dataDir="
                                + directory
                                + "\ninitLimit=5\nsyncLimit=2\nserver.1=a:1:2\nserver.2=b:1:2\n"
                                + "server.3=c:1:2:observer;2181\nserver.4=d:1:2\n");
        Run run = Run.of("server", "--check", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .last()
                .isEqualTo(
                        "The configuration is good: server 3 (observer) of an ensemble with 3"
                                + " voters and 1 more, on client port 2181, its data in "
                                + directory
                                + ".");
    }

    @Test
    void aDataDirectoryThatCannotBeMadeHasItsOwnExitCode() throws IOException {
        Path file = config("in the way");
        Run run =
                Run.of("server", "--set", "dataDir=" + file, "--set", "clientPortListenBacklog=5");
        assertThat(run.code()).isEqualTo(ExitCode.DATA_DIR);
        assertThat(run.err()).contains("Unable to create data directory " + file);
    }

    @Test
    void aTakenPortIsNamedWithWhatToDo() {
        assertThat(
                        ForegroundServer.bindFailure(
                                new ClientPortConfig(2181, "", -1), "Address already in use"))
                .isEqualTo(
                        "client port 2181: Address already in use; set another clientPort, or stop"
                                + " what listens there (ss -ltnp \"sport = :2181\" names it)");
    }
}
