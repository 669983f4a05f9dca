package zabra.cli.aot;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import zabra.client.Session;

/** A server of its own process, by the launcher as users start it, empty and for us alone. */
final class TrialServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ANSWER_MILLIS = 10_000;
    private static final int PAUSE_MILLIS = 2;
    private static final int TAIL_LINES = 8;

    private final Process process;
    private final long begunNanos;
    private final File log;
    private final InetSocketAddress clients;
    private final InetSocketAddress pages;

    private TrialServer(Process process, long begunNanos, File log, int clients, int pages) {
        this.process = process;
        this.begunNanos = begunNanos;
        this.log = log;
        this.clients = new InetSocketAddress(InetAddress.getLoopbackAddress(), clients);
        this.pages = new InetSocketAddress(InetAddress.getLoopbackAddress(), pages);
    }

    /**
     * Starts it in a directory, to which the flags of its JVM may refer.
     *
     * @param clients its port for clients
     * @param pages its port for probes
     */
    static TrialServer start(
            Path launcher, Path directory, int clients, int pages, List<String> flags)
            throws IOException {
        Files.writeString(
                directory.resolve("zoo.cfg"),
                """
                dataDir=data
                clientPort=%d
                clientPortAddress=127.0.0.1
                maxClientCnxns=0
                admin.enableServer=false
                health.port=%d
                4lw.commands.whitelist=*
                """
                        .formatted(clients, pages));
        File log = directory.resolve("log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(launcher.toString(), "server", "zoo.cfg")
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        prepare(builder.environment(), flags);
        long begun = System.nanoTime();
        return new TrialServer(builder.start(), begun, log, clients, pages);
    }

    /** Leaves of the real server's environment what its JVM is told, and adds to that. */
    static void prepare(Map<String, String> environment, List<String> flags) {
        // They would win over our file: the real data directory, for one.
        environment.keySet().removeIf(name -> name.startsWith("ZABRA_SET_"));
        environment.put("ZABRA_NO_BUILD", "yes");
        environment.merge(
                "SERVER_JVMFLAGS", String.join(" ", flags), (theirs, ours) -> theirs + " " + ours);
    }

    InetSocketAddress clients() {
        return clients;
    }

    InetSocketAddress pages() {
        return pages;
    }

    /**
     * Waits until a client has read a znode; from the start on, in milliseconds.
     *
     * @throws IOException where the server ends before that, or does not come to it
     */
    long firstAnswerMillis() throws IOException, InterruptedException {
        while (true) {
            try (Session session = Session.open(clients, ANSWER_MILLIS)) {
                session.get("/");
                return (System.nanoTime() - begunNanos) / 1_000_000;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw failure("the server ended with " + process.exitValue());
                }
                if (System.nanoTime() - begunNanos > PATIENCE.toNanos()) {
                    throw failure("the server does not answer: " + e.getMessage());
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Asks it to end, and waits until it has; the exit code. */
    int stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw failure("the server does not end");
        }
        return process.exitValue();
    }

    /** What went wrong, with the last that the server wrote. */
    IOException failure(String what) throws IOException {
        List<String> lines =
                Files.readString(log.toPath(), StandardCharsets.ISO_8859_1).lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return new IOException(what + (tail.isEmpty() ? "" : ":\n" + String.join("\n", tail)));
    }

    /** Ends it at once, if it has not ended. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
