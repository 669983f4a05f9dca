package zabra.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import zabra.client.bench.CannedServer;
import zabra.client.bench.Workload;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    private int execute(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void theHelpExplainsEveryWorkload(Workload workload) {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).containsPattern("\n  " + workload.word() + " +[a-z]");
    }

    @Test
    void aWorkloadMustBeNamed() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("Which workload?");
    }

    @Test
    void anUnknownWorkloadIsNamed() {
        assertThat(execute("fly")).isEqualTo(2);
        assertThat(err.toString()).contains("no workload 'fly'");
    }

    @Test
    void aWrongValueIsNamedAsItWasTyped() {
        assertThat(execute("read", "--connections", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--connections must be 1 to 99999");
    }

    @Test
    void aServerThatIsNotThereFailsTheRun() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(execute("read", "-c", "localhost:" + port)).isEqualTo(1);
        assertThat(err.toString()).contains("cannot connect to localhost:" + port);
    }

    @Test
    void aRunPrintsOneJsonObjectAndDrawsTheChart() throws Exception {
        Path chart = directory.resolve("chart.svg");
        CannedServer server =
                CannedServer.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100, null);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> serving = executor.submit(server);
            int code =
                    execute(
                            "write",
                            "--connect",
                            "127.0.0.1:" + server.port(),
                            "--connections",
                            "2",
                            "--operations",
                            "200",
                            "--warmup",
                            "0",
                            "--json",
                            "--chart",
                            chart.toString());
            server.close();
            serving.get();
            assertThat(err.toString()).isEmpty();
            assertThat(code).isZero();
        }
        assertThat(out.toString()).startsWith("{\"workload\":\"write\"").endsWith("}\n");
        assertThat(chart).content().startsWith("<svg");
    }

    @ParameterizedTest
    @CsvSource({
        "db, db, 2181",
        "db:2182, db, 2182",
        "10.0.0.1:1, 10.0.0.1, 1",
        "::1, ::1, 2181",
        "[::1], ::1, 2181",
        "[::1]:2183, ::1, 2183"
    })
    void addressesHaveAnOptionalPort(String text, String host, int port) {
        Servers servers = new Servers();
        CommandSpec command =
                CommandSpec.create().addMixin("servers", CommandSpec.forAnnotatedObject(servers));
        new CommandLine(command).parseArgs("-c", text);
        assertThat(servers.addresses())
                .containsExactly(InetSocketAddress.createUnresolved(host, port));
    }

    @ParameterizedTest
    @CsvSource({"db:x", "db:", "db:70000"})
    void aBadPortIsRefused(String text) {
        assertThat(execute("read", "-c", text)).isEqualTo(2);
        assertThat(err.toString()).contains("'" + text + "' is not HOST:PORT");
    }
}
