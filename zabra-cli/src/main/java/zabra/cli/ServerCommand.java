package zabra.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zabra.server.ZabraServer;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConfigException;
import zabra.server.config.ConfigReader;
import zabra.server.config.DataDirException;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.LoadedConfig;
import zabra.server.config.ServerConfig;
import zabra.server.http.HttpBindException;
import zabra.server.net.quorum.QuorumBindException;
import zabra.server.run.NameCache;
import zabra.server.words.ServerVersion;

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
        LoadedConfig loaded;
        try {
            loaded = ConfigReader.ofThisProcess().read(file, overrides);
        } catch (ConfigException e) {
            err.println("Invalid config, exiting abnormally");
            e.problems().forEach(problem -> err.println("  " + problem));
            return ExitCode.INVALID;
        }
        if (check) {
            return report(loaded);
        }
        if (untilEof) {
            Thread watch = new Thread(ServerCommand::exitAtEof, "standard input");
            watch.setDaemon(true);
            watch.start();
        }
        // Read by logback.xml, before anything has logged.
        loaded.config()
                .ensemble()
                .ifPresent(member -> System.setProperty("zabra.myid", Long.toString(member.sid())));
        return serve(loaded, err);
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

    /** The shutdown hook closes the server, and says with which code the process ends. */
    private static void exitAtEof() {
        try {
            while (System.in.read() >= 0) {
                // What comes is nobody's.
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(ServerCommand.class).debug("Standard input broke", e);
        }
        System.exit(ExitCode.OK);
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

    private static int serve(LoadedConfig loaded, PrintWriter err) {
        Logger log = LoggerFactory.getLogger(ServerCommand.class);
        log.info("Zabra {}", ServerVersion.CURRENT.asReference());
        loaded.warnings().forEach(log::warn);
        loaded.settings().forEach(log::info);
        ServerConfig config = loaded.config();
        NameCache.off();
        try {
            config.dirs().create();
            return RunningServer.await(ZabraServer.start(config), () -> {});
        } catch (DataDirException e) {
            return failed(err, e.getMessage() + cause(e), ExitCode.DATA_DIR);
        } catch (QuorumBindException e) {
            return failed(err, e.getMessage(), QuorumBindException.EXIT_CODE);
        } catch (HttpBindException e) {
            return failed(err, e.getMessage(), HttpBindException.EXIT_CODE);
        } catch (BindException e) {
            return failed(err, bindFailure(config.clientPort(), e.getMessage()), ExitCode.FAILED);
        } catch (IOException | RuntimeException e) {
            log.error("Unexpected exception, exiting abnormally", e);
            return failed(err, String.valueOf(e.getMessage()), ExitCode.FAILED);
        }
    }

    static String bindFailure(ClientPortConfig port, String reason) {
        return "client port "
                + (port.host().isEmpty() ? "" : port.host() + ":")
                + port.port()
                + ": "
                + reason
                + "; set another clientPort, or stop what listens there (ss -ltnp \"sport = :"
                + port.port()
                + "\" names it)";
    }

    private static int failed(PrintWriter err, String message, int code) {
        err.println("zabra: " + message);
        return code;
    }

    private static String cause(Exception e) {
        return e.getCause() == null ? "" : ": " + e.getCause();
    }
}
