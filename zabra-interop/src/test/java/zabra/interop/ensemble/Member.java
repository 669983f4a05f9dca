package zabra.interop.ensemble;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import zabra.interop.server.Await;
import zabra.interop.server.FourLetterWord;
import zabra.interop.server.JavaCommand;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;

/**
 * One server of an {@link Ensemble}: a process that comes and goes, a directory that stays. Owned
 * by one thread; {@link #port} and {@link #mode} may be asked by any.
 */
final class Member {
    private static final int END_SECONDS = 60;

    private final int id;
    private final Path directory;
    private final int port;
    private ServerKind kind;
    private Process process;

    /** What its command line begins with. */
    private List<String> prefix = List.of();

    Member(int id, Path directory, int port, ServerKind kind) {
        this.id = id;
        this.directory = directory;
        this.port = port;
        this.kind = kind;
    }

    /**
     * Writes its configuration.
     *
     * @param address where it listens for clients
     * @param servers the lines all members share
     */
    void configure(ServerOptions options, String address, List<String> servers) throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("myid"), id + "\n");
        List<String> lines = new ArrayList<>();
        new TreeMap<>(options.config()).forEach((key, value) -> lines.add(key + "=" + value));
        lines.add("dataDir=" + data());
        lines.add("clientPort=" + port);
        lines.add("clientPortAddress=" + address);
        lines.addAll(servers);
        Files.write(directory.resolve("zoo.cfg"), lines);
    }

    /** Starts its process, and does not wait until it serves. */
    void start(ServerOptions options) {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(this + " runs");
        }
        Map<String, String> properties = new TreeMap<>(options.properties());
        properties.put("jdk.net.hosts.file", directory.resolve("hosts").toString());
        List<String> command = new ArrayList<>(prefix);
        String config = directory.resolve("zoo.cfg").toString();
        command.addAll(JavaCommand.of(kind, options, properties, config));
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its next processes are started by this command, which must become them: their number is its.
     */
    void startBy(List<String> words) {
        prefix = List.copyOf(words);
    }

    int id() {
        return id;
    }

    /** Where clients connect. */
    int port() {
        return port;
    }

    ServerKind kind() {
        return kind;
    }

    /** Whose server the next {@link #start} runs. */
    void become(ServerKind other) {
        kind = other;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    Path directory() {
        return directory;
    }

    /** Its dataDir. */
    Path data() {
        return directory.resolve("data");
    }

    private File logFile() {
        return directory.resolve("server.log").toFile();
    }

    /** What its processes printed so far. */
    String log() {
        try {
            return Files.readString(logFile().toPath(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /**
     * {@code leader}, {@code follower} or {@code observer}; anything else says that it does not
     * serve.
     */
    String mode() {
        try {
            return FourLetterWord.ask(port, "srvr")
                    .lines()
                    .filter(line -> line.startsWith("Mode: "))
                    .map(line -> line.substring(6).strip())
                    .findFirst()
                    .orElse("not serving");
        } catch (IOException e) {
            return "not there";
        }
    }

    boolean serves() {
        return switch (mode()) {
            case "leader", "follower", "observer" -> true;
            default -> false;
        };
    }

    /** SIGKILL, and waits for the end. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and waits for the end. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Waits until the process has ended. */
    void awaitEnd() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(this + " does not end:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** SIGSTOP: it neither runs nor closes a connection. */
    void freeze() {
        command("kill", "-STOP", Long.toString(pid()));
    }

    /** SIGCONT. */
    void thaw() {
        command("kill", "-CONT", Long.toString(pid()));
    }

    /** From now on none of its files grows beyond 64 KiB: its disk is full. */
    void fillDisk() {
        command("prlimit", "--pid", Long.toString(pid()), "--fsize=65536:65536");
    }

    private static void command(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Deletes its data; only the number it goes by stays. It must not run. */
    void wipe() {
        if (isAlive()) {
            throw new IllegalStateException(this + " runs");
        }
        Path version = data().resolve("version-2");
        try (Stream<Path> files = Files.exists(version) ? Files.walk(version) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves clients; fails at once if its process ends instead. */
    void awaitServing(Duration patience) {
        Await.until(
                this + " serves",
                patience,
                () -> {
                    if (!isAlive()) {
                        throw new AssertionError(
                                this + " ended with " + process.exitValue() + ":\n" + log());
                    }
                    return serves();
                });
    }

    @Override
    public String toString() {
        return "server " + id + " (" + kind + ", port " + port + ")";
    }
}
