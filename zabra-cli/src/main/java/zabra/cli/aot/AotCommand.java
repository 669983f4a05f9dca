package zabra.cli.aot;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import zabra.cli.dev.FreePorts;

/**
 * {@code zabra aot}: runs a server, has it do what servers do, and keeps what the JVM writes at its
 * end: the classes as they were loaded and linked.
 */
@Command(
        name = "aot",
        description = {
            "Makes servers on this machine start sooner and in less memory.",
            "",
            "Runs a server with a data directory of its own for some seconds and writes beside the"
                    + " jars what the JVM learned of it (an AOT cache, some 34 MB). `zabra server`"
                    + " and `zabra dev` start from it from then on. It is of these jars and this"
                    + " JDK; with others, or when it is gone, a server starts as it would without."
                    + " Once after each installation of Zabra or of a JDK is enough. Heaps of more"
                    + " than 32 GB, ZGC, agents and JMX by port do without it, too."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:servers start from it", "1:something failed; all is as it was"},
        footer = {
            "",
            "Examples:",
            "  zabra aot",
            "  zabra aot --output /var/cache/zabra.aot",
            "      and SERVER_JVMFLAGS=-XX:AOTCache=/var/cache/zabra.aot, where the directory of"
                    + " the jars cannot be written"
        })
public final class AotCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int ROUNDS = 5;
    private static final String CACHE = "zabra.aot";

    /**
     * Classes alone, without what the JVM saw of their methods: that made no start sooner, and a
     * compiler that believes it may compile for this training's load rather than for the user's.
     */
    private static final List<String> TRAINING =
            List.of(
                    "-XX:AOTCacheOutput=" + CACHE,
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTRecordTraining");

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String launcher = System.getProperty("zabra.launcher");
        String name = System.getProperty("zabra.aot");
        if (launcher == null || name == null) {
            spec.commandLine().getErr().println("zabra: only bin/zabra can do that");
            return FAILED;
        }
        Path target = Path.of(name).toAbsolutePath();
        if (!Files.isWritable(target.getParent())) {
            throw new IOException(target.getParent() + " cannot be written");
        }
        Path directory = Files.createTempDirectory("zabra-aot-");
        try {
            out.println("Training: a server runs for some seconds");
            Path cache = train(Path.of(launcher), directory);
            Gain gain = compare(Path.of(launcher), directory);
            install(cache, target);
            out.printf(
                    "%s: %d MB%nFrom exec to the first answer: %d ms, %d ms without it%n",
                    target,
                    Files.size(target) / 1_000_000,
                    gain.withMillis(),
                    gain.withoutMillis());
            return 0;
        } finally {
            remove(directory);
        }
    }

    private static Path train(Path launcher, Path directory)
            throws IOException, InterruptedException {
        Path cache = directory.resolve(CACHE);
        try (TrialServer server = start(launcher, directory, TRAINING)) {
            server.firstAnswerMillis();
            Lessons.on(server.clients(), server.pages());
            int code = server.stop();
            if (code != 0 || !Files.isRegularFile(cache)) {
                throw server.failure("the training run wrote no cache, and ended with " + code);
            }
        }
        return cache;
    }

    /** From the start of a server to its first answer, medians. */
    private record Gain(long withMillis, long withoutMillis) {}

    /** In turns, so that whatever else the machine does slows both. */
    private static Gain compare(Path launcher, Path directory)
            throws IOException, InterruptedException {
        List<Long> with = new ArrayList<>();
        List<Long> without = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            // Where the cache does not fit, the JVM that must use it says why, and ends.
            with.add(time(launcher, directory, "-XX:AOTCache=" + CACHE, "-XX:AOTMode=on"));
            without.add(time(launcher, directory, "-Xshare:auto"));
        }
        return new Gain(median(with), median(without));
    }

    private static long time(Path launcher, Path directory, String... flags)
            throws IOException, InterruptedException {
        try (TrialServer server = start(launcher, directory, List.of(flags))) {
            long millis = server.firstAnswerMillis();
            server.stop();
            return millis;
        }
    }

    private static TrialServer start(Path launcher, Path directory, List<String> flags)
            throws IOException {
        remove(directory.resolve("data"));
        List<Integer> ports = FreePorts.find("127.0.0.1", 2, List.of());
        return TrialServer.start(launcher, directory, ports.getFirst(), ports.getLast(), flags);
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    /** Whole or not at all: a server may start meanwhile, or run from the one before. */
    private static void install(Path cache, Path target) throws IOException {
        Path part = target.resolveSibling("zabra-" + ProcessHandle.current().pid() + ".part");
        try {
            Files.copy(cache, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(target.getParent(), "zabra-*.aot")) {
            for (Path each : all) {
                if (!each.equals(target)) {
                    Files.delete(each); // Of jars that are no more.
                }
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = new ArrayList<>(found.toList());
        }
        Collections.reverse(all);
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
