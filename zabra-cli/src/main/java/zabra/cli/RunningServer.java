package zabra.cli;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import zabra.server.ZabraServer;
import zabra.server.config.ServerConfig;

/**
 * A server that lives as long as the process: until it ends itself, or the process is told to stop.
 *
 * <p>A JVM that is stopped by a signal exits with 128 and the signal's number, whatever its
 * shutdown hooks do; to a supervisor that looks like a crash. So the hook, once everything is
 * closed, ends the process itself with the code that is true: 0 for a stop that was asked for. The
 * hook is there before the server is, for whoever asks while it starts.
 */
final class RunningServer {
    private final AtomicInteger code = new AtomicInteger(ExitCode.OK);
    private final Thread hook = new Thread(this::stop, "shutdown");
    private boolean started;

    /** Null until there is something to close. Guarded by this. */
    private ZabraServer server;

    private RunningServer() {}

    /** From now on the process can be told to stop; until {@link #forgetUnlessStarted}. */
    static RunningServer announced() {
        RunningServer running = new RunningServer();
        Runtime.getRuntime().addShutdownHook(running.hook);
        return running;
    }

    /**
     * Starts the server, and waits for its end.
     *
     * @return the exit code where it ended by itself
     * @throws IOException as {@link ZabraServer#start} does
     */
    int run(ServerConfig config) throws IOException {
        ZabraServer running = ZabraServer.start(config, this::assembled);
        started = true;
        int ended = running.exitCode().join();
        code.set(ended);
        return ended;
    }

    /** Waits forever where the process is told to stop: nobody is to be served any more. */
    private synchronized void assembled(ZabraServer assembled) {
        server = assembled;
    }

    /** Where there is no server, the process ends with whatever code says why. */
    void forgetUnlessStarted() {
        if (started) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Told to stop meanwhile: then the hook ends the process.
        }
    }

    private synchronized void stop() {
        int ended = code.get();
        try {
            if (server == null) {
                // What it did so far is what a crash may interrupt, and nobody was served.
                LoggerFactory.getLogger(RunningServer.class).info("Stopped while starting");
            } else {
                server.close();
            }
        } catch (RuntimeException e) {
            System.err.println("zabra: stopping failed: " + e);
            ended = ExitCode.FAILED;
        }
        System.out.flush();
        Runtime.getRuntime().halt(ended);
    }
}
