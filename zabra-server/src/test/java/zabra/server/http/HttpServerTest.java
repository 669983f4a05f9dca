package zabra.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zabra.server.HttpAsk;
import zabra.server.config.HttpPortConfig;

final class HttpServerTest {
    private static final HttpPortConfig ANY =
            new HttpPortConfig(HttpPortConfig.ANY_FREE, "127.0.0.1");

    private HttpServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private int start(HttpLimits limits) throws IOException {
        server = new HttpServer(limits);
        return server.start(
                "test.port",
                ANY,
                Map.of(
                        "/well",
                        () -> HttpAnswer.ok("wéll\n"),
                        "/ill",
                        () -> HttpAnswer.unavailable("ill\n"),
                        "/bug",
                        () -> {
                            throw new IllegalStateException("planted");
                        }));
    }

    @Test
    void answersGetAndCloses() throws Exception {
        int port = start(HttpLimits.DEFAULT);
        assertThat(HttpAsk.get(port, "/well?verbose"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 6\r\n")
                .contains("connection: close\r\n")
                .endsWith("\r\n\r\nwéll\n");
        assertThat(HttpAsk.get(port, "/ill")).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\nill\n");
    }

    @Test
    void answersHeadWithoutTheBody() throws Exception {
        int port = start(HttpLimits.DEFAULT);
        assertThat(HttpAsk.send(port, "HEAD /well HTTP/1.1\r\nHost: here\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 6\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void refusesWhatItDoesNotHave() throws Exception {
        int port = start(HttpLimits.DEFAULT);
        assertThat(HttpAsk.status(port, "/other")).isEqualTo(404);
        assertThat(HttpAsk.send(port, "POST /well HTTP/1.1\r\nContent-Length: 9999\r\n\r\nab"))
                .startsWith("HTTP/1.1 405 ")
                .contains("allow: GET, HEAD\r\n");
        assertThat(HttpAsk.status(port, "/bug")).isEqualTo(500);
        assertThat(HttpAsk.status(port, "/well")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\61\0\0\0\0\0\0\0\0\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET /well HTTP/9.9.9\r\n\r\n",
                "GET /well HTTP/1.1\r\n: nothing\r\n\r\n"
            })
    void bytesThatAreNoRequestCostTheirConnection(String bytes) throws Exception {
        int port = start(HttpLimits.DEFAULT);
        assertThat(HttpAsk.send(port, bytes)).startsWith("HTTP/1.1 400 ");
        assertThat(HttpAsk.status(port, "/well")).isEqualTo(200);
    }

    @Test
    void aRequestThatDoesNotEndCostsItsConnection() throws Exception {
        int port = start(new HttpLimits(64, 30_000, 100, 200));
        assertThat(HttpAsk.send(port, "GET /" + "a".repeat(200))).startsWith("HTTP/1.1 4");
        assertThat(HttpAsk.send(port, "GET /well HTTP/1.1\r\nA: " + "b".repeat(300)))
                .startsWith("HTTP/1.1 4");
        assertThat(HttpAsk.status(port, "/well")).isEqualTo(200);
    }

    @Test
    void whoSaysNothingIsLetGo() throws Exception {
        int port = start(new HttpLimits(64, 50, 100, 200));
        try (Socket silent = HttpAsk.connect(port)) {
            assertThat(HttpAsk.readAll(silent)).isEmpty();
        }
    }

    @Test
    void theOldestOfTooManyGivesWay() throws Exception {
        int port = start(new HttpLimits(2, 60_000, 4096, 8192));
        try (Socket oldest = HttpAsk.connect(port);
                Socket second = HttpAsk.connect(port)) {
            assertThat(HttpAsk.status(port, "/well")).isEqualTo(200);
            assertThat(isClosed(oldest)).isTrue();
            second.getOutputStream()
                    .write("GET /well HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(HttpAsk.readAll(second)).startsWith("HTTP/1.1 200 ");
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        int port = start(HttpLimits.DEFAULT);
        assertThatExceptionOfType(HttpBindException.class)
                .isThrownBy(() ->
                        server.start("other.port", new HttpPortConfig(port, "127.0.0.1"), Map.of()))
                .withMessageContaining("other.port 127.0.0.1:" + port);
    }
}
