package zabra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.server.ZabraServer;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConfigException;
import zabra.server.config.ConfigReader;

/** What people ask a server that runs. */
class CommandsOnAServerTest {
    @TempDir Path directory;

    private ZabraServer server;

    @BeforeEach
    void start() throws IOException, ConfigException {
        var config =
                ConfigReader.ofThisProcess()
                        .read(null, List.of("dataDir=" + directory, "preAllocSize=0"))
                        .config()
                        .withClientPort(
                                new ClientPortConfig(ClientPortConfig.ANY_FREE, "127.0.0.1", -1));
        config.dirs().create();
        server = ZabraServer.start(config);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run run(String... words) {
        String address = "127.0.0.1:" + server.clientPort();
        return Run.of(
                Stream.concat(Stream.of(words), Stream.of("--server", address))
                        .toArray(String[]::new));
    }

    @Test
    void whatIsWrittenCanBeReadListedChangedAndDeleted() {
        assertThat(run("create", "/hello", "world")).isEqualTo(new Run(0, "Created /hello\n", ""));
        assertThat(run("get", "/hello")).isEqualTo(new Run(0, "world\n", ""));
        assertThat(run("set", "/hello", "wörld")).isEqualTo(new Run(0, "", ""));
        assertThat(run("get", "/hello").out()).isEqualTo("wörld\n");
        assertThat(run("create", "/hello/b").code()).isZero();
        assertThat(run("create", "/hello/a").code()).isZero();
        assertThat(run("get", "/hello/a").out()).isEqualTo("\n");
        assertThat(run("ls", "/hello").out()).isEqualTo("a\nb\n");
        assertThat(run("ls").out()).isEqualTo("hello\nzookeeper\n");
        assertThat(run("delete", "/hello/a")).isEqualTo(new Run(0, "", ""));
        assertThat(run("ls", "/hello").out()).isEqualTo("b\n");
    }

    @Test
    void aRefusalNamesTheZnodeInWords() {
        assertThat(run("get", "/no")).isEqualTo(new Run(1, "", "zabra: /no: no such znode\n"));
        assertThat(run("create", "/zookeeper").err())
                .isEqualTo("zabra: /zookeeper: exists already\n");
        assertThat(run("delete", "/zookeeper").err()).startsWith("zabra: /zookeeper: ");
        assertThat(run("create", "no").err()).isEqualTo("zabra: no: no valid path\n");
    }

    @Test
    void nobodyElseIsConnectedAfterwards() {
        assertThat(run("get", "/").code()).isZero();
        assertThat(run("ask", "srvr").out()).contains("Mode: standalone", "Connections: 1\n");
    }

    @Test
    void aWordHasFourLetters() {
        assertThat(run("ask", "mntr").out())
                .isEqualTo("mntr is not executed because it is not in the whitelist.\n");
        assertThat(run("ask", "mode").err())
                .isEqualTo("zabra: the server knows no word mode, and said nothing\n");
        Run run = run("ask", "status");
        assertThat(run.code()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).startsWith("'status' is no word of four letters");
    }

    @Test
    void anAddressIsAHostAndAPort() {
        for (String wrong : List.of("localhost", ":1", "a:b", "a:0", "a:65536")) {
            Run run = Run.of("get", "/", "-s", wrong);
            assertThat(run.code()).as(wrong).isEqualTo(ExitCode.INVALID);
            assertThat(run.err()).contains("'" + wrong + "' is no HOST:PORT");
        }
    }

    @Test
    void whoIsNotThereIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Run run = Run.of("get", "/", "-s", "127.0.0.1:" + port);
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("zabra: cannot connect to 127.0.0.1:" + port);
        assertThat(Run.of("get", "/", "-s", "no.such.invalid:1").err())
                .isEqualTo("zabra: unknown host no.such.invalid\n");
    }
}
