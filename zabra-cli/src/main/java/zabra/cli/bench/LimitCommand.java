package zabra.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import zabra.client.bench.CannedServer;

/** {@code zabra bench limit}: serves canned replies until it is killed. */
@Command(
        name = "limit",
        description = {
            "Serve canned replies on one thread: what this machine could do at most.",
            "Load it with 'zabra bench' and compare."
        },
        mixinStandardHelpOptions = true)
final class LimitCommand implements Callable<Integer> {
    @Option(names = "--port", description = "0 for any free port (${DEFAULT-VALUE})")
    private int port = 2181;

    @Option(names = "--size", description = "bytes of data in every znode (${DEFAULT-VALUE})")
    private int size = 100;

    @Option(names = "--children", description = "of every znode (${DEFAULT-VALUE})")
    private int children = 10;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "make each write durable in this file, a batch per sync; overwritten")
    private Path log;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (CannedServer server =
                CannedServer.open(new InetSocketAddress("localhost", port), size, children, log)) {
            out.println("serving canned replies on localhost:" + server.port());
            out.flush();
            server.run();
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("zabra bench limit: " + e.getMessage());
            return 1;
        }
    }
}
