package zabra.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zabra.client.bench.Bench;
import zabra.client.bench.BenchException;
import zabra.client.bench.BenchOptions;
import zabra.client.bench.BenchReport;
import zabra.client.bench.BenchResult;
import zabra.client.bench.Interval;
import zabra.client.bench.LatencyChart;
import zabra.client.bench.Workload;

/**
 * {@code zabra bench}: loads a server and reports. Exits with 0 after a clean run, 1 if the run
 * failed or the server answered with errors, 2 for a wrong command line.
 */
@Command(
        name = "bench",
        description = "Load a server and say what it does a second, how fast, and at what cost.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {CrowdCommand.class, LimitCommand.class},
        footer = {
            "",
            "Workloads:",
            "  read      getData of a random znode",
            "  exists    exists of a random znode",
            "  children  getChildren of one znode with --znodes children (10 unless told)",
            "  write     setData of a random znode",
            "  create    create of persistent znodes, one parent per connection",
            "  ephemeral  create and delete of ephemeral znodes, in turns",
            "  mix       getData and setData, --reads percent of the former",
            "  depth1    setData, one outstanding request per connection",
            "",
            "Examples:",
            "  zabra bench write",
            "      how many writes a second the server on localhost:2181 makes durable",
            "  zabra bench --connect a:2181,b:2181,c:2181 --duration 60 mix --reads 95",
            "      a mix over an ensemble",
            "  zabra bench --rate 20000 --chart latency.svg read",
            "      latency at a steady 20,000 reads a second (open loop)",
            "  zabra bench --pid $(pgrep -f zoo.cfg) --json read",
            "      with the server's CPU time per operation, for a program to read",
            "",
            "The znodes are created below /bench-ID and removed at the end.",
            "Exit codes: 0 done, 1 failed or errors were answered, 2 wrong usage."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final long CLEAN_UP_SECONDS = 30;

    @Parameters(
            paramLabel = "WORKLOAD",
            description = "read, exists, children, write, create, ephemeral, mix or depth1",
            arity = "0..1")
    private String workload;

    @Mixin private Servers servers;

    @Option(names = "--connections", description = "sessions (${DEFAULT-VALUE})")
    private int connections = 64;

    @Option(
            names = "--outstanding",
            description = "requests in flight per connection (${DEFAULT-VALUE})")
    private int outstanding = 16;

    @Option(names = "--size", description = "bytes of data per znode (${DEFAULT-VALUE})")
    private int size = 100;

    @Option(
            names = "--path",
            description = "bytes of the paths of created znodes, at least (${DEFAULT-VALUE})")
    private int pathLength;

    @Option(names = "--znodes", description = "znodes to work on (1000)")
    private int znodes;

    @Option(names = "--reads", description = "percent of reads in mix (${DEFAULT-VALUE})")
    private int reads = 90;

    @Option(names = "--duration", description = "seconds measured (${DEFAULT-VALUE})")
    private double duration = 10;

    @Option(names = "--warmup", description = "seconds before, not measured (${DEFAULT-VALUE})")
    private double warmup = 3;

    @Option(
            names = "--rate",
            description =
                    "operations a second at fixed times, latency counted from those times;"
                            + " without it each connection sends as replies come")
    private double rate;

    @Option(names = "--operations", description = "end after so many, warm-up included")
    private long operations;

    @Option(names = "--threads", description = "threads of the generator (${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(
            names = "--pid",
            split = ",",
            description = "server processes on this machine whose CPU time and memory to report")
    private List<Long> pids = List.of();

    @Option(names = "--keep", description = "leave the znodes behind")
    private boolean keep;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Option(names = "--chart", paramLabel = "FILE", description = "draw the run over time (SVG)")
    private Path chart;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        BenchOptions options = options();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean line = !quiet && isTerminal();
        Bench bench = new Bench(options, progress(err, line));
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().unstarted(() -> stopAndWait(bench, ended));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            BenchResult result = bench.run();
            clear(err, line);
            out.print(json ? BenchReport.json(result) + "\n" : BenchReport.text(result));
            out.flush();
            if (chart != null) {
                Files.writeString(chart, LatencyChart.svg(result));
            }
            return result.errorCount() == 0 ? 0 : 1;
        } catch (BenchException e) {
            clear(err, line);
            err.println("zabra bench: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println("zabra bench: cannot write the chart: " + e);
            return 1;
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    /** Ctrl-C ends the run early; the znodes are still removed. */
    private static void stopAndWait(Bench bench, CountDownLatch ended) {
        bench.stop();
        try {
            if (!ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("zabra bench: not all znodes below /bench-... were removed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is what waits for us.
            return;
        }
    }

    private BenchOptions options() {
        CommandLine line = spec.commandLine();
        if (workload == null) {
            throw new ParameterException(line, "Which workload? See 'zabra bench --help'.");
        }
        Workload chosen =
                Workload.of(workload)
                        .orElseThrow(() ->
                                new ParameterException(
                                        line,
                                        "There is no workload '"
                                                + workload
                                                + "'; see 'zabra bench --help'."));
        try {
            return BenchOptions.builder(servers.addresses(), chosen)
                    .connections(connections)
                    .outstanding(outstanding)
                    .dataSize(size)
                    .pathLength(pathLength)
                    .znodes(znodes)
                    .readPercent(reads)
                    .duration(Servers.seconds(duration))
                    .warmup(Servers.seconds(warmup))
                    .rate(rate)
                    .operations(operations)
                    .threads(threads)
                    .sessionTimeout(servers.sessionTimeout())
                    .pids(pids)
                    .keep(keep)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    private static Consumer<Interval> progress(PrintWriter err, boolean line) {
        if (!line) {
            return interval -> {};
        }
        return interval -> {
            err.printf(Locale.ROOT, "\r\u001b[K%s", BenchReport.progress(interval));
            err.flush();
        };
    }

    private static void clear(PrintWriter err, boolean line) {
        if (line) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    /** Whether standard error is one: only the kernel knows, the JDK asks about the other two. */
    private static boolean isTerminal() {
        try {
            String target = Path.of("/proc/self/fd/2").toRealPath().toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
