package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {
    static List<String> commands() {
        return new ArrayList<>(ZabraCommand.line().getSubcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpAndADescription(String command) {
        Run help = Run.of(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: zabra " + command);
        CommandLine.Model.CommandSpec spec =
                ZabraCommand.line().getSubcommands().get(command).getCommandSpec();
        assertThat(spec.usageMessage().description()).isNotEmpty();
        assertThat(spec.options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }

    @Test
    void anUnknownCommandIsAnsweredWithAGuess() {
        Run run = Run.of("sever");
        assertThat(run.code()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("'sever'").contains("Did you mean: zabra server");
    }

    @Test
    void noCommandIsAnsweredWithUsage() {
        Run run = Run.of();
        assertThat(run.code()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).startsWith("Which command?").contains("zabra server zoo.cfg");
    }

    @Test
    void versionTellsTheBuildAndWhatItIsCompatibleWith() {
        Run run = Run.of("version");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).matches("zabra \\d+\\.\\d+\\.\\d+.*"),
                        line -> assertThat(line).matches("revision \\S+ of \\d{4}-.* UTC"),
                        line ->
                                assertThat(line)
                                        .isEqualTo("compatible with Apache ZooKeeper 3.9.5"),
                        line -> assertThat(line).startsWith("on Java 2"));
        assertThat(Run.of("--version").out()).isEqualTo(run.out());
    }
}
