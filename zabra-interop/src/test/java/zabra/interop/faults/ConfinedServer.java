package zabra.interop.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import zabra.cli.dev.FreePorts;
import zabra.interop.server.Await;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.JavaCommand;

/**
 * A server in a process that may be limited in how large a file it writes, as a full disk would
 * limit it, or in how many files it opens. Confined to one thread.
 */
final class ConfinedServer implements AutoCloseable {
    static final int NO_LIMIT = 0;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEAP_MIB = 128;

    private final Path log;
    private final int port;
    private final Process process;

    private ConfinedServer(Path log, int port, Process process) {
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server and waits until it serves or has ended.
     *
     * @param directory for its configuration and its output
     * @param data its dataDir
     * @param fileKib the largest file it can write, in KiB, or {@link #NO_LIMIT}
     * @param keys more lines of its {@code zoo.cfg}
     */
    static ConfinedServer start(Path directory, Path data, int fileKib, String... keys)
            throws IOException {
        // The limit is of each file: what the server prints is far below it.
        String limit = fileKib == NO_LIMIT ? "" : "-f " + fileKib;
        return startLimited(directory, data, limit, keys);
    }

    /** As {@link #start}, but with so many open files at most. */
    static ConfinedServer startWithHandles(Path directory, Path data, int handles, String... keys)
            throws IOException {
        return startLimited(directory, data, "-n " + handles, keys);
    }

    private static ConfinedServer startLimited(
            Path directory, Path data, String limit, String... keys) throws IOException {
        int port = freePort();
        List<String> lines = new ArrayList<>(List.of(keys));
        lines.add("tickTime=2000");
        lines.add("admin.enableServer=false");
        lines.add("4lw.commands.whitelist=*");
        lines.add("dataDir=" + data);
        lines.add("clientPort=" + port);
        lines.add("clientPortAddress=127.0.0.1");
        Path config = Files.write(directory.resolve("zoo.cfg"), lines);
        Path log = Files.createTempFile(directory, "server", ".log");
        List<String> command = new ArrayList<>();
        if (!limit.isEmpty()) {
            command.addAll(List.of("bash", "-c", "ulimit " + limit + " && exec \"$@\"", "bash"));
        }
        command.addAll(
                JavaCommand.of(
                        "zabra.cli.Main",
                        Map.of(),
                        HEAP_MIB,
                        List.of("server", config.toString())));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        ConfinedServer server = new ConfinedServer(log, port, process);
        Await.until(
                "the server serves or has ended; log " + log,
                PATIENCE,
                () ->
                        !process.isAlive()
                                || FourLetterWord.ask(port, "srvr").contains("standalone"));
        return server;
    }

    private static int freePort() throws IOException {
        return FreePorts.find("127.0.0.1", 1, List.of()).getFirst();
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself; its exit code. */
    int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the server goes on:\n" + said());
        }
        return process.exitValue();
    }

    /** What it printed. */
    String said() throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
