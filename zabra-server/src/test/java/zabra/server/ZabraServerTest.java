package zabra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.protocol.ConnectResponse;
import zabra.protocol.ErrorCode;
import zabra.protocol.OpCode;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConfigException;
import zabra.server.config.ConfigReader;
import zabra.server.config.ServerConfig;
import zabra.storage.StorageException;

/** A whole server in this process, on a port of its own choice. */
final class ZabraServerTest {
    private static final int EPHEMERAL = 1;

    private static final byte[] PING = {0, 0, 0, 8, -1, -1, -1, -2, 0, 0, 0, 11};

    @TempDir Path directory;

    private ZabraServer start(String... keys) throws Exception {
        List<String> lines = new ArrayList<>(List.of(keys));
        lines.add("dataDir=" + directory.resolve("data"));
        lines.add("clientPort=2181");
        lines.add("admin.enableServer=false");
        lines.add("preAllocSize=64");
        lines.add("4lw.commands.whitelist=*");
        Path file = Files.write(directory.resolve("zoo.cfg"), lines);
        try {
            ServerConfig config =
                    ConfigReader.of(Map.of(), new Properties()).read(file, List.of()).config();
            return ZabraServer.start(
                    config.withClientPort(
                            new ClientPortConfig(ClientPortConfig.ANY_FREE, "127.0.0.1", -1)));
        } catch (ConfigException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }

    @Test
    void choosesAPortWhereNoneIsGiven() throws Exception {
        try (ZabraServer server = start();
                WireClient client = new WireClient(server.clientPort())) {
            assertThat(server.clientPort()).isPositive();
            client.send("ruok");
            assertThat(client.readAll()).isEqualTo("imok");
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() throws Exception {
        try (ZabraServer server = start()) {
            assertThat(server.clientPort()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(directory.resolve("data").toString())
                    .hasMessageContaining("another server");
        }
        try (ZabraServer server = start()) {
            assertThat(server.clientPort()).isPositive();
        }
    }

    @Test
    void hasItsStateAgainAfterARestart() throws Exception {
        try (ZabraServer server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            assertThat(client.create("/kept", 0)).isZero();
            assertThat(client.create("/gone", 0)).isZero();
            assertThat(client.call(OpCode.DELETE, out -> out.writeString("/gone").writeInt(-1)))
                    .isZero();
        }
        try (ZabraServer server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            assertThat(client.exists("/kept")).isZero();
            assertThat(client.exists("/gone")).isEqualTo(ErrorCode.NONODE.code());
        }
    }

    @Test
    void givesASessionBackAfterARestart() throws Exception {
        ConnectResponse session;
        try (ZabraServer server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            session = client.session();
            assertThat(client.create("/mine", EPHEMERAL)).isZero();
        }
        try (ZabraServer server = start()) {
            try (WireClient thief = new WireClient(server.clientPort())) {
                thief.attach(session.sessionId(), new byte[16]);
                assertThat(thief.session().isRefused()).isTrue();
            }
            try (WireClient client = new WireClient(server.clientPort())) {
                client.attach(session.sessionId(), session.password());
                assertThat(client.session().sessionId()).isEqualTo(session.sessionId());
                assertThat(client.exists("/mine")).isZero();
                assertThat(client.call(OpCode.CLOSE_SESSION, _ -> {})).isZero();
                assertThat(client.readAll()).isEmpty();
            }
            try (WireClient client = WireClient.open(server.clientPort())) {
                assertThat(client.exists("/mine")).isEqualTo(ErrorCode.NONODE.code());
            }
        }
    }

    @Test
    void refusesConnectionsOverTheLimitOfAClient() throws Exception {
        refusesTheThird("maxClientCnxns=2");
    }

    @Test
    void refusesConnectionsOverTheLimitOfTheServer() throws Exception {
        refusesTheThird("maxCnxns=2", "maxClientCnxns=0");
    }

    private void refusesTheThird(String... limits) throws Exception {
        try (ZabraServer server = start(limits)) {
            try (WireClient first = WireClient.open(server.clientPort());
                    WireClient second = WireClient.open(server.clientPort())) {
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> open(server.clientPort()))
                        .withMessageContaining("reset");
                assertThat(first.create("/first", 0)).isZero();
                assertThat(second.create("/second", 0)).isZero();
                second.call(OpCode.CLOSE_SESSION, _ -> {});
                assertThat(second.readAll()).isEmpty();
                openOnceThereIsRoom(server.clientPort());
            }
        }
    }

    /** A connection leaves the count a moment after its client sees it closed. */
    private static void openOnceThereIsRoom(int port) throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < 1_000; attempt++) {
            try {
                open(port);
                return;
            } catch (SocketException e) {
                last = e;
            }
        }
        throw new IOException("no room", last);
    }

    private static void open(int port) throws IOException {
        try (WireClient client = new WireClient(port)) {
            client.send("ruok");
            client.readAll();
        }
    }

    @Test
    void closesAConnectionThatAsksForNoSession() throws Exception {
        try (ZabraServer server = start("nio.sessionlessCnxnTimeout=50");
                WireClient silent = new WireClient(server.clientPort())) {
            assertThat(silent.readAll()).isEmpty();
        }
    }

    @Test
    void answersWhatCameBeforeTheClientsLastWord() throws Exception {
        try (ZabraServer server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            client.send(PING);
            client.endOutput();
            assertThat(client.readAll()).hasSize(20);
        }
    }

    @Test
    void answersAWordThatComesInPieces() throws Exception {
        try (ZabraServer server = start();
                WireClient client = new WireClient(server.clientPort())) {
            for (String piece : List.of("s", "r", "v", "r")) {
                client.send(piece);
            }
            client.endOutput();
            assertThat(client.readAll()).contains("Mode: standalone");
        }
    }

    @Test
    void answersAWordAndPassesOverWhatFollows() throws Exception {
        try (ZabraServer server = start();
                WireClient client = new WireClient(server.clientPort())) {
            client.send("ruok\r\nand a good many words more\r\n");
            client.endOutput();
            assertThat(client.readAll()).isEqualTo("imok");
        }
    }

    @Test
    void closesAConnectionThatEndsInTheMiddleOfAWord() throws Exception {
        try (ZabraServer server = start();
                WireClient client = new WireClient(server.clientPort())) {
            client.send("ru");
            client.endOutput();
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void doesNotCloseTwice() throws Exception {
        ZabraServer server = start();
        server.close();
        server.close();
        assertThat(server.exitCode()).isNotDone();
    }
}
