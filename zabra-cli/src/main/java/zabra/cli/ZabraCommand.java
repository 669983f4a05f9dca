package zabra.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import zabra.cli.aot.AotCommand;
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
final class ZabraCommand implements Runnable {
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("dev", DevCommand.class);
        COMMANDS.put("server", ServerCommand.class);
        COMMANDS.put("stop", StopCommand.class);
        COMMANDS.put("ask", AskCommand.class);
        COMMANDS.put("create", CreateCommand.class);
        COMMANDS.put("get", GetCommand.class);
        COMMANDS.put("set", SetCommand.class);
        COMMANDS.put("delete", DeleteCommand.class);
        COMMANDS.put("ls", ListCommand.class);
        COMMANDS.put("backup", BackupCommand.class);
        COMMANDS.put("restore", RestoreCommand.class);
        COMMANDS.put("idle", IdleCommand.class);
        COMMANDS.put("aot", AotCommand.class);
        COMMANDS.put("bench", BenchCommand.class);
        COMMANDS.put("simulate", SimulateCommand.class);
        COMMANDS.put("version", VersionCommand.class);
    }

    @Spec private CommandSpec spec;

    private ZabraCommand() {}

    /**
     * The command line, to be executed or looked at. It has all subcommands, unless the arguments
     * begin with the name of one: to read the options of each by reflection takes its time.
     */
    static CommandLine line(String... args) {
        CommandLine commandLine = new CommandLine(new ZabraCommand());
        Class<?> asked = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (asked == null) {
            COMMANDS.forEach(commandLine::addSubcommand);
        } else {
            commandLine.addSubcommand(args[0], asked);
        }
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
