package zabra.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import zabra.cli.dev.Ensemble;
import zabra.cli.dev.FreePorts;
import zabra.cli.dev.Layout;
import zabra.server.config.ClientPortConfig;

/** An ensemble to develop against: nothing to configure, nothing left behind. */
@Command(
        name = "dev",
        description = {
            "Runs an ensemble of three servers to develop against, and says how to connect.",
            "",
            "Each server is a process of its own: kill one and see what happens; it is started"
                    + " again. They listen on this machine only, answer every four-letter word, and"
                    + " keep their data in a temporary directory that goes with them, unless --data"
                    + " is given."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Text.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped as asked (SIGTERM, Ctrl-C)",
            "1:a server did not start, or none is left",
            "2:wrong arguments"
        },
        footer = {
            "",
            "Examples:",
            "  zabra dev",
            "  zabra dev --servers 1           one server, which stands alone",
            "  zabra dev --port 0              any free ports",
            "  zabra dev --data ./zk           data that stays",
            "  zabra dev --host 0.0.0.0        for other machines and containers too"
        })
final class DevCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 2181;
    private static final int USUAL_SERVERS = 3;
    private static final int PORT_MAX = 65535;

    @Option(
            names = "--servers",
            description =
                    "How many servers: 1, 3 or 5. Default: 3, or as many as have data in --data.")
    private Integer servers;

    @Option(
            names = "--port",
            description =
                    "The client port of the first server, the others follow; 0 for any free ones."
                            + " Without this option: 2181, or any free ones where one is taken.")
    private Integer port;

    @Option(
            names = "--host",
            defaultValue = "localhost",
            description = "The address where clients connect. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = {"--data", "--dir"},
            paramLabel = "DIR",
            description = "Where the data stays.")
    private Path data;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            defaultValue = "256",
            description = "Heap of each server. Default: ${DEFAULT-VALUE}.")
    private int heap;

    @Option(names = "--no-restart", description = "A server that ends is not started again.")
    private boolean noRestart;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show what the servers log, instead of keeping it in their directories.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int count = count();
        List<Integer> ports = ports(count, out);
        if (ports.isEmpty()) {
            return ExitCode.FAILED;
        }
        boolean temporary = data == null;
        Path directory =
                temporary ? Files.createTempDirectory("zabra-dev-") : data.toAbsolutePath();
        Runnable cleanUp = temporary ? () -> delete(directory) : () -> {};
        Layout layout = Layout.of(directory, host, ports);
        layout.write();
        out.println(
                "Starting " + (count == 1 ? "a server" : count + " servers") + " in " + directory);
        out.flush();
        Ensemble ensemble =
                new Ensemble(
                        layout,
                        new Ensemble.Options(Main.class.getName(), heap, !noRestart, verbose),
                        out);
        return run(ensemble, layout, out, cleanUp);
    }

    private int run(Ensemble ensemble, Layout layout, PrintWriter out, Runnable cleanUp)
            throws IOException, InterruptedException {
        AtomicInteger code = new AtomicInteger(ExitCode.OK);
        Thread hook = new Thread(() -> stop(ensemble, cleanUp, code), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        if (!ensemble.start()) {
            if (ensemble.isStopping()) {
                return ExitCode.OK;
            }
            code.set(ExitCode.FAILED);
            return ExitCode.FAILED;
        }
        banner(out, ensemble, layout);
        if (!ensemble.watch()) {
            spec.commandLine().getErr().println("zabra: no server is left");
            code.set(ExitCode.FAILED);
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }

    /**
     * The last thing done, however the process ends. A JVM that a signal stops would exit with the
     * signal's number; the code that is true is 0 for a stop that was asked for.
     */
    private static void stop(Ensemble ensemble, Runnable cleanUp, AtomicInteger code) {
        int ended = code.get();
        try {
            ensemble.stop();
            cleanUp.run();
        } catch (InterruptedException | RuntimeException e) {
            System.err.println("zabra: stopping failed: " + e);
            ended = ExitCode.FAILED;
        }
        System.out.flush();
        Runtime.getRuntime().halt(ended);
    }

    private int count() {
        int there = data == null ? 0 : Layout.serversIn(data);
        int count = servers != null ? servers : there > 0 ? there : USUAL_SERVERS;
        if (count != 1 && count != 3 && count != 5) {
            throw new ParameterException(
                    spec.commandLine(), "--servers " + count + ": expected 1, 3 or 5");
        }
        if (there > 0 && there != count) {
            throw new ParameterException(
                    spec.commandLine(),
                    data
                            + " holds the data of "
                            + there
                            + (there == 1 ? " server" : " servers")
                            + ": leave --servers out, or give another directory");
        }
        return count;
    }

    /** The client ports; none where those asked for are taken, which is told. */
    private List<Integer> ports(int count, PrintWriter out) throws IOException {
        if (!FreePorts.isOfThisMachine(host)) {
            throw new ParameterException(
                    spec.commandLine(), "--host " + host + ": not an address of this machine");
        }
        if (port != null && (port < 0 || port + count - 1 > PORT_MAX)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--port %d: expected 0 to %d, for %d servers"
                            .formatted(port, PORT_MAX - count + 1, count));
        }
        if (port != null && port == 0) {
            return FreePorts.find(host, count, List.of());
        }
        int first = port == null ? USUAL_PORT : port;
        List<Integer> ports = new ArrayList<>();
        for (int each = first; each < first + count; each++) {
            if (FreePorts.isFree(host, each)) {
                ports.add(each);
            } else if (port == null) {
                out.println("Port " + each + " is taken; other ones are used.");
                return FreePorts.find(host, count, List.of());
            } else {
                spec.commandLine()
                        .getErr()
                        .println(
                                "zabra: "
                                        + ForegroundServer.bindFailure(
                                                new ClientPortConfig(each, host, -1),
                                                "Address already in use"));
                return List.of();
            }
        }
        return ports;
    }

    private void banner(PrintWriter out, Ensemble ensemble, Layout layout) {
        Layout.Server first = layout.servers().getFirst();
        String address = layout.address(first);
        out.printf(
                """

                Zabra is ready. Connect to

                    %1$s

                  zkCli.sh -server %1$s
                  python3 -c 'import kazoo.client as k; c = k.KazooClient("%1$s"); c.start(); print(c.get_children("/"))'
                  echo srvr | nc %2$s %3$d

                """,
                layout.connectString(),
                address.substring(0, address.lastIndexOf(':')),
                first.clientPort());
        ensemble.describe().forEach(line -> out.println("  " + line));
        out.printf(
                """

                The data is in %s%s. %sCtrl-C stops %s.

                """,
                layout.directory(),
                data == null ? " and goes with " + them(layout) : "",
                layout.servers().size() == 1 ? "" : "Kill a server and watch. ",
                them(layout));
        out.flush();
    }

    private static String them(Layout layout) {
        return layout.servers().size() == 1 ? "it" : "them";
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path dir, IOException failure)
                                throws IOException {
                            Files.delete(dir);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + directory, e);
        }
    }
}
