package zabra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.HttpConfig;
import zabra.server.config.HttpPortConfig;
import zabra.server.config.ServerConfig;
import zabra.server.http.HttpBindException;

/** The pages of a whole server in this process. */
final class ServerPagesTest {
    private static final HttpPortConfig ANY =
            new HttpPortConfig(HttpPortConfig.ANY_FREE, "127.0.0.1");

    @TempDir Path directory;

    private ServerConfig config(HttpConfig http) {
        return ServerConfig.standalone(directory, ClientPortConfig.ANY_FREE).withHttp(http);
    }

    @Test
    void tellsThatItIsStartedAliveAndReady() throws Exception {
        try (ZabraServer server =
                ZabraServer.start(config(new HttpConfig(ANY, HttpPortConfig.OFF)))) {
            for (String page : new String[] {"/startupz", "/livez", "/readyz"}) {
                assertThat(HttpAsk.status(server.healthPort(), page)).as(page).isEqualTo(200);
            }
            assertThat(HttpAsk.status(server.healthPort(), "/metrics")).isEqualTo(404);
            assertThat(server.metricsPort()).isEqualTo(-1);
        }
    }

    @Test
    void tellsItsMetrics() throws Exception {
        try (ZabraServer server =
                ZabraServer.start(config(new HttpConfig(HttpPortConfig.OFF, ANY)))) {
            assertThat(HttpAsk.get(server.metricsPort(), "/metrics"))
                    .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                    .contains("\n# TYPE znode_count gauge\nznode_count 5\n")
                    .contains("\nis_serving 1\n")
                    .contains("\n# TYPE fsynctime summary\nfsynctime_count ")
                    .contains("\njvm_memory_bytes_used{area=\"heap\"} ");
            assertThat(server.healthPort()).isEqualTo(-1);
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndNothingIsLeftBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpPortConfig port = new HttpPortConfig(taken.getLocalPort(), "127.0.0.1");
            assertThatExceptionOfType(HttpBindException.class)
                    .isThrownBy(() ->
                            ZabraServer.start(config(new HttpConfig(port, HttpPortConfig.OFF))))
                    .withMessageContaining("health.port 127.0.0.1:" + taken.getLocalPort());
        }
        startsAndStops();
    }

    private void startsAndStops() throws IOException {
        try (ZabraServer server = ZabraServer.start(config(HttpConfig.DEFAULT))) {
            assertThat(server.clientPort()).isPositive();
        }
    }
}
