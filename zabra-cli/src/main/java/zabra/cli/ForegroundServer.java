package zabra.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConfigException;
import zabra.server.config.ConfigReader;
import zabra.server.config.DataDirException;
import zabra.server.config.LoadedConfig;
import zabra.server.config.ServerConfig;
import zabra.server.http.HttpBindException;
import zabra.server.net.quorum.QuorumBindException;
import zabra.server.run.NameCache;
import zabra.server.words.ServerVersion;

/**
 * The server of this process, from its configuration to the exit code. It knows nothing of options,
 * because a start without any does not load what reads them: see {@link Main#execute}.
 */
final class ForegroundServer {
    private ForegroundServer() {}

    /**
     * Runs it until it ends, or the process does.
     *
     * @param file null where the overrides say everything
     * @param overrides {@code KEY=VALUE}, over what the file says
     * @param untilEof whether the end of standard input ends the process
     * @return the exit code; the reason is in the log, or in {@code err}
     */
    static int run(Path file, List<String> overrides, boolean untilEof, PrintWriter err) {
        RunningServer running = RunningServer.announced();
        try {
            return run(running, file, overrides, untilEof, err);
        } finally {
            running.forgetUnlessStarted();
        }
    }

    private static int run(
            RunningServer running,
            Path file,
            List<String> overrides,
            boolean untilEof,
            PrintWriter err) {
        LoadedConfig loaded = read(file, overrides, err);
        if (loaded == null) {
            return ExitCode.INVALID;
        }
        if (untilEof) {
            Thread watch = new Thread(ForegroundServer::exitAtEof, "standard input");
            watch.setDaemon(true);
            watch.start();
        }
        // Read by logback.xml, before anything has logged.
        loaded.config()
                .ensemble()
                .ifPresent(member -> System.setProperty("zabra.myid", Long.toString(member.sid())));
        return serve(running, loaded, err);
    }

    /** The configuration; null where there are mistakes in it, which {@code err} was told. */
    static LoadedConfig read(Path file, List<String> overrides, PrintWriter err) {
        try {
            return ConfigReader.ofThisProcess().read(file, overrides);
        } catch (ConfigException e) {
            err.println("Invalid config, exiting abnormally");
            e.problems().forEach(problem -> err.println("  " + problem));
            return null;
        }
    }

    /** The shutdown hook closes the server, and says with which code the process ends. */
    private static void exitAtEof() {
        try {
            while (System.in.read() >= 0) {
                // What comes is nobody's.
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(ForegroundServer.class).debug("Standard input broke", e);
        }
        System.exit(ExitCode.OK);
    }

    private static int serve(RunningServer running, LoadedConfig loaded, PrintWriter err) {
        Logger log = LoggerFactory.getLogger(ForegroundServer.class);
        log.info("Zabra {}", ServerVersion.CURRENT.asReference());
        loaded.warnings().forEach(log::warn);
        loaded.settings().forEach(log::info);
        ServerConfig config = loaded.config();
        NameCache.off();
        try {
            config.dirs().create();
            return running.run(config);
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
