package zabra.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.LoadedConfig;
import zabra.server.config.ServerConfig;

/** A server in the foreground, as a supervisor wants it. */
@Command(
        name = "server",
        description = {
            "Runs a server in the foreground; it logs to standard output.",
            "",
            "A key may be given in the file, as ZABRA_SET_KEY in the environment (tickTime:"
                    + " ZABRA_SET_TICKTIME), or with --set; the later wins over the earlier, and"
                    + " all of them over Java system properties (-Dzookeeper.KEY in JVMFLAGS)."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Text.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped as asked (SIGTERM, Ctrl-C)",
            "1:something failed; the client port is taken, for one",
            "2:wrong arguments or configuration",
            "3:the data directory cannot be used",
            "4:a port for pages (health.port, metricsProvider.httpPort) is taken",
            "10:a snapshot cannot be written",
            "14:a port for the other servers is taken"
        },
        footer = {
            "",
            "Examples:",
            "  zabra server zoo.cfg",
            "  zabra server --check zoo.cfg",
            "  zabra server --set dataDir=/tmp/z --set clientPort=2181"
        })
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--check",
            description = "Only check the configuration and tell what it comes to.")
    private boolean check;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set one key of zoo.cfg, over what the file says. May be repeated.")
    private final List<String> overrides = new ArrayList<>();

    @Option(
            names = "--until-eof",
            description =
                    "Stop when standard input ends, so that the server does not outlive a parent"
                            + " that holds it open.")
    private boolean untilEof;

    @Parameters(arity = "0..1", paramLabel = "zoo.cfg", description = "The configuration file.")
    private Path file;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (file == null && overrides.isEmpty()) {
            err.println("Which configuration? Give a zoo.cfg, or --set KEY=VALUE.");
            err.println("Try: zabra server --help");
            return ExitCode.INVALID;
        }
        if (!check) {
            return ForegroundServer.run(file, overrides, untilEof, err);
        }
        LoadedConfig loaded = ForegroundServer.read(file, overrides, err);
        return loaded == null ? ExitCode.INVALID : report(loaded);
    }

    private int report(LoadedConfig loaded) {
        PrintWriter out = spec.commandLine().getOut();
        loaded.warnings().forEach(warning -> out.println("warning: " + warning));
        loaded.settings().forEach(out::println);
        ServerConfig config = loaded.config();
        out.println(
                "The configuration is good: "
                        + config.ensemble().map(ServerCommand::member).orElse("a standalone server")
                        + (config.clientPort().isListening()
                                ? " on client port " + config.clientPort().port()
                                : " without a client port")
                        + ", its data in "
                        + config.dirs().data()
                        + (config.dirs().log().equals(config.dirs().data())
                                ? ""
                                : ", its log in " + config.dirs().log())
                        + ".");
        return ExitCode.OK;
    }

    private static String member(EnsembleConfig ensemble) {
        int voters = ensemble.membership().voters().size();
        int observers = ensemble.membership().members().size() - voters;
        return "server "
                + ensemble.sid()
                + (ensemble.observer() ? " (observer)" : "")
                + " of an ensemble with "
                + voters
                + (voters == 1 ? " voter" : " voters")
                + (observers == 0 ? "" : " and " + observers + " more")
                + ",";
    }
}
