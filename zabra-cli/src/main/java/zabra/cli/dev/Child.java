package zabra.cli.dev;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of one server; it may be started again when it has ended. */
final class Child {
    private static final int TAIL_LINES = 12;

    // What a JVM that a signal ended exits with: 128 and the signal's number.
    private static final int INTERRUPTED = 130;

    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private final Layout.Server server;
    private final List<String> command;
    private final boolean inherit;
    private Process process;

    /**
     * @param mainClass the command line's
     * @param heapMegabytes of its JVM
     * @param inherit whether it writes where the parent does, not into its log
     */
    Child(Layout.Server server, String mainClass, int heapMegabytes, boolean inherit) {
        this.server = server;
        this.inherit = inherit;
        this.command = command(server, mainClass, heapMegabytes);
    }

    /** The JVM and flags of this process, but for the heap. */
    private static List<String> command(Layout.Server server, String mainClass, int heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> more = serverFlags();
        // Two collectors at once end a JVM: theirs wins.
        boolean collector = more.stream().anyMatch(Child::choosesCollector);
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-Xmx")
                    && !flag.startsWith("-XX:TieredStopAtLevel")
                    && !(collector && choosesCollector(flag))) {
                command.add(flag);
            }
        }
        command.add("-Xmx" + heap + "m");
        command.addAll(more);
        command.add("-cp");
        command.add(classPath());
        command.add(mainClass);
        command.addAll(List.of("server", "--until-eof", server.config().toString()));
        return command;
    }

    private static List<String> serverFlags() {
        String flags = System.getenv("SERVER_JVMFLAGS");
        return flags == null || flags.isBlank()
                ? List.of()
                : List.of(flags.strip().split("\\s+", -1));
    }

    private static boolean choosesCollector(String flag) {
        return flag.startsWith("-XX:+Use") && flag.endsWith("GC");
    }

    /** Absolute, for the server runs in its own directory. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    Layout.Server server() {
        return server;
    }

    void start() throws IOException {
        File log = server.log().toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(server.directory().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Redirect.PIPE)
                        .redirectOutput(inherit ? Redirect.INHERIT : Redirect.appendTo(log));
        process = builder.start();
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code server 2 (pid 4711)}. */
    String name() {
        return "server " + server.sid() + " (pid " + process.pid() + ")";
    }

    /** How it ended. */
    String end() {
        int code = process.exitValue();
        return code == KILLED ? "was killed" : "ended with code " + code;
    }

    /** Whether it ended by a signal that asks, as Ctrl-C sends to each process of a terminal. */
    boolean wasAskedToEnd() {
        int code = process.exitValue();
        return code == INTERRUPTED || code == TERMINATED;
    }

    /** The last of what it wrote. */
    List<String> logTail() {
        try {
            List<String> lines =
                    Files.readString(server.log(), StandardCharsets.ISO_8859_1).lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    void askToStop() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits for the end, and does not wait for ever. */
    void awaitEnd(long millis) throws InterruptedException {
        if (process != null && !process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
