package zabra.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import zabra.cli.bench.BenchCommand;
import zabra.cli.client.AskCommand;
import zabra.cli.client.CreateCommand;
import zabra.cli.client.DeleteCommand;
import zabra.cli.client.GetCommand;
import zabra.cli.client.ListCommand;
import zabra.cli.client.SetCommand;
import zabra.cli.data.BackupCommand;
import zabra.cli.data.IdleCommand;
import zabra.cli.data.RestoreCommand;
import zabra.cli.data.StopCommand;

/** The command {@code zabra} and its subcommands. */
@Command(
        name = "zabra",
        description = "A coordination server that is a drop-in for Apache ZooKeeper.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Text.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            ServerCommand.class,
            StopCommand.class,
            AskCommand.class,
            CreateCommand.class,
            GetCommand.class,
            SetCommand.class,
            DeleteCommand.class,
            ListCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            IdleCommand.class,
            BenchCommand.class,
            SimulateCommand.class,
            VersionCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  zabra dev                   three servers to try things with, ready in seconds",
            "  zabra server zoo.cfg        a server in the foreground",
            "  zabra server --check zoo.cfg",
            "  zabra create /hello world",
            "  zabra backup /data > backup.zip",
            "  zabra bench write           how many writes a second it makes durable",
            "  zabra simulate --seeds 100  whole ensembles with faults, on virtual time",
            "",
            "zabra COMMAND --help tells more."
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    /** Ends the process with the subcommand's exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, to be executed or looked at. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println("zabra: " + Failure.text(failure));
            return ExitCode.FAILED;
        });
        return commandLine;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
