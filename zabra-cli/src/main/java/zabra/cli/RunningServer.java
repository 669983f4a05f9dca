package zabra.cli;

import java.util.concurrent.atomic.AtomicInteger;
import zabra.server.ZabraServer;

/**
 * A server that lives as long as the process: until it ends itself, or the process is told to stop.
 *
 * <p>A JVM that is stopped by a signal exits with 128 and the signal's number, whatever its
 * shutdown hooks do; to a supervisor that looks like a crash. So the hook, once everything is
 * closed, ends the process itself with the code that is true: 0 for a stop that was asked for.
 */
final class RunningServer {
    private final ZabraServer server;
    private final AtomicInteger code = new AtomicInteger(ExitCode.OK);

    private RunningServer(ZabraServer server) {
        this.server = server;
    }

    /**
     * Waits for the end of a server.
     *
     * @param cleanUp what is to be done once it is closed
     * @return the exit code where it ended by itself
     */
    static int await(ZabraServer server, Runnable cleanUp) {
        RunningServer running = new RunningServer(server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.stop(cleanUp), "shutdown"));
        int ended = server.exitCode().join();
        running.code.set(ended);
        return ended;
    }

    private void stop(Runnable cleanUp) {
        int ended = code.get();
        try {
            server.close();
            cleanUp.run();
        } catch (RuntimeException e) {
            System.err.println("zabra: stopping failed: " + e);
            ended = ExitCode.FAILED;
        }
        System.out.flush();
        Runtime.getRuntime().halt(ended);
    }
}
