package zabra.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.client.bench.CannedServer;
import zabra.client.crowd.CrowdOptions;
import zabra.client.crowd.Cue;
import zabra.client.crowd.Findings;
import zabra.client.crowd.Occasion;
import zabra.server.ZabraServer;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ServerConfig;

/** Small crowds at a real server; how long anything took does not matter. */
class CrowdTest {
    @TempDir Path directory;

    private ZabraServer server;
    private final List<String> points = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = ZabraServer.start(ServerConfig.standalone(directory, ClientPortConfig.ANY_FREE));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Findings run(Occasion occasion, int sessions, int each) {
        return run(server.clientPort(), occasion, sessions, each);
    }

    private Findings run(int port, Occasion occasion, int sessions, int each) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        CrowdOptions options =
                new CrowdOptions(
                        List.of(address),
                        sessions,
                        each,
                        3,
                        500,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(60));
        Cue noted =
                new Cue() {
                    @Override
                    public void reached(String point) {
                        points.add(point);
                    }

                    @Override
                    public boolean given() {
                        return true;
                    }
                };
        return occasion.run(options, noted);
    }

    @Test
    void everyWatcherHearsOfTheChange() {
        Findings findings = run(Occasion.FANOUT, 20, 1);
        assertThat(findings.get("lastEventMillis")).isPositive();
        assertThat(findings.get("errors")).isZero();
        assertThat(points).containsExactly("ready", "fired");
    }

    @Test
    void theCannedServerFansOutAndBearsStorms() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        CannedServer canned = CannedServer.open(anyPort, 100, null);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> serving = executor.submit(canned);
            try {
                Findings fanOut = run(canned.port(), Occasion.FANOUT, 20, 1);
                assertThat(fanOut.get("lastEventMillis")).isPositive();
                assertThat(fanOut.get("errors")).isZero();
                assertThat(run(canned.port(), Occasion.STORM, 20, 1).get("expired")).isZero();
            } finally {
                canned.close();
                serving.get();
            }
        }
    }

    @Test
    void everyWatchOfEverySessionFires() {
        Findings findings = run(Occasion.WATCHES, 7, 150);
        assertThat(findings.get("watches")).isEqualTo(1050);
        assertThat(findings.get("errors")).isZero();
        assertThat(points).containsExactly("before", "watching", "fired");
    }

    @Test
    void allComeBackAfterAStormWithTheirSessions() {
        Findings findings = run(Occasion.STORM, 25, 1);
        assertThat(findings.get("expired")).isZero();
        assertThat(points).containsExactly("empty", "connected", "back");
    }

    @Test
    void ephemeralsEndWithTheirSilentSessionsWhileOthersWrite() {
        Findings findings = run(Occasion.EXPIRY, 5, 4);
        assertThat(findings.get("errors")).isZero();
        assertThat(findings.get("duringWrites")).isPositive();
    }

    @Test
    void nothingHappensToIdleSessions() {
        Findings findings = run(Occasion.IDLE, 10, 1);
        assertThat(findings.get("attached")).isEqualTo(10);
        assertThat(findings.get("lost")).isZero();
    }

    @Test
    void aGapIsThatOfTheWriters() {
        Findings findings = run(Occasion.GAP, 1, 1);
        assertThat(findings.get("gapMillis")).isPositive();
        assertThat(findings.get("expired")).isZero();
        assertThat(points).containsExactly("strike");
    }
}
