package zabra.interop.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zabra.interop.server.Await;
import zabra.interop.server.JavaCommand;

/** A running {@code zabra dev}, and what it wrote. Owned by one test thread. */
final class DevProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int HEAP_MIB = 64;
    private static final Pattern CONNECT = Pattern.compile("zkCli\\.sh -server (\\S+)");
    private static final Pattern SERVER =
            Pattern.compile("server (\\d+) {3}(\\S+) {3}pid (\\d+) {3}(\\w+)");

    /** One line of what it said when it was ready. */
    record Server(int sid, String address, long pid, String mode) {}

    private final Path output;
    private final Process process;

    private DevProcess(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** Starts it and waits until it says that it is ready. */
    static DevProcess start(Path directory, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("dev", "--port", "0", "--heap", "96"));
        arguments.addAll(List.of(options));
        Path output = directory.resolve("dev.out");
        Process process =
                new ProcessBuilder(JavaCommand.of("zabra.cli.Main", Map.of(), HEAP_MIB, arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        DevProcess dev = new DevProcess(output, process);
        try {
            dev.awaitLine("Zabra is ready");
            dev.awaitLine("Ctrl-C stops");
        } catch (AssertionError e) {
            dev.close();
            throw e;
        }
        return dev;
    }

    /** Waits until it has written a line that contains this. */
    void awaitLine(String part) {
        Await.until(
                "dev says \"" + part + "\"; so far:\n" + output(),
                PATIENCE,
                () -> {
                    if (!process.isAlive() && !output().contains(part)) {
                        throw new AssertionError("dev ended:\n" + output());
                    }
                    return output().contains(part);
                });
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String connectString() {
        Matcher found = CONNECT.matcher(output());
        if (!found.find()) {
            throw new AssertionError("no way to connect in:\n" + output());
        }
        return found.group(1);
    }

    List<Server> servers() {
        return SERVER.matcher(output())
                .results()
                .map(line ->
                        new Server(
                                Integer.parseInt(line.group(1)),
                                line.group(2),
                                Long.parseLong(line.group(3)),
                                line.group(4)))
                .toList();
    }

    Server leader() {
        return servers().stream()
                .filter(server -> server.mode().equals("leader"))
                .findFirst()
                .orElseThrow();
    }

    /** Every process below it that still runs. */
    List<ProcessHandle> children() {
        return process.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** Asks it to end; its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return end();
    }

    /** Ends it at once. */
    int kill() throws InterruptedException {
        process.destroyForcibly();
        return end();
    }

    private int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("dev does not end:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
