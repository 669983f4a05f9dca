package zabra.interop.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import zabra.cli.dev.FreePorts;

/**
 * A standalone server in a process of its own, on a free port of the loopback interface, with a
 * directory of its own. It can be stopped or killed and started again on the same directory, by
 * either {@link ServerKind}. Owned by one test thread; the port may be read by any.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 5;

    private final Path directory;
    private volatile int port;
    private ServerKind kind;
    private Process process;

    private ServerProcess(Path directory) {
        this.directory = directory;
    }

    /** Starts a server whose files are all below {@code directory}; ready when this returns. */
    public static ServerProcess start(ServerKind kind, Path directory, ServerOptions options) {
        ServerProcess server = new ServerProcess(directory);
        server.start(kind, options);
        return server;
    }

    /** Starts it (again), as {@code kind}, on the directory it has. The port may change. */
    public void start(ServerKind kind, ServerOptions options) {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("still running: " + process.pid());
        }
        this.kind = kind;
        try {
            Files.createDirectories(dataDirectory());
            for (int attempt = 1; ; attempt++) {
                if (launch(options, port == 0 || attempt > 1 ? freePort() : port)) {
                    return;
                }
                if (attempt == PORT_ATTEMPTS) {
                    throw new AssertionError(kind + " does not start:\n" + log());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean launch(ServerOptions options, int candidate) throws IOException {
        port = candidate;
        Path config = directory.resolve("zoo.cfg");
        List<String> lines = new ArrayList<>();
        new TreeMap<>(options.config()).forEach((key, value) -> lines.add(key + "=" + value));
        lines.add("dataDir=" + dataDirectory());
        lines.add("clientPort=" + port);
        lines.add("clientPortAddress=127.0.0.1");
        Files.write(config, lines);
        List<String> command = JavaCommand.of(kind, options, config.toString());
        long logStart = Files.exists(logFile()) ? Files.size(logFile()) : 0;
        process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                        .start();
        Process started = process;
        Await.until(
                kind + " on port " + port + " is ready; log " + logFile(),
                START_PATIENCE,
                () -> !started.isAlive() || isReady());
        if (started.isAlive()) {
            return true;
        }
        String said = log().substring((int) Math.min(logStart, log().length()));
        if (said.contains("BindException") || said.contains("ddress already in use")) {
            return false;
        }
        throw new AssertionError(kind + " ended with " + started.exitValue() + ":\n" + said);
    }

    private boolean isReady() throws IOException {
        return FourLetterWord.ask(port, "srvr").contains("Mode: standalone");
    }

    private static int freePort() throws IOException {
        return FreePorts.find("127.0.0.1", 1, List.of()).getFirst();
    }

    public ServerKind kind() {
        return kind;
    }

    public int port() {
        return port;
    }

    /** {@code host:port} for clients. */
    public String connectString() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** For messages: whether it runs, or how it ended. */
    public String state() {
        return process.isAlive() ? "runs" : "ended with " + process.exitValue();
    }

    /** Holds {@code version-2} with the logs and snapshots. */
    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /** The directory of logs and snapshots. */
    public Path versionDirectory() {
        return dataDirectory().resolve("version-2");
    }

    private Path logFile() {
        return directory.resolve("server.log");
    }

    /** What the processes wrote to their standard output and error so far. */
    public String log() {
        try {
            return Files.exists(logFile())
                    ? Files.readString(logFile(), StandardCharsets.ISO_8859_1)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the process to end (SIGTERM) and waits for it. */
    public void stop() {
        process.destroy();
        end();
    }

    /** Ends the process at once (SIGKILL) and waits for it. */
    public void kill() {
        process.destroyForcibly();
        end();
    }

    private void end() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(kind + " does not end when asked:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
