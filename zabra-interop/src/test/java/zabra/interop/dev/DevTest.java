package zabra.interop.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Await;

class DevTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    @Test
    void anEnsembleOutlivesItsLeader() throws Exception {
        try (DevProcess dev = DevProcess.start(directory)) {
            assertThat(dev.servers())
                    .extracting(DevProcess.Server::mode)
                    .containsExactlyInAnyOrder("leader", "follower", "follower");
            List<ProcessHandle> servers = dev.children();
            assertThat(servers).hasSize(3);
            outliveTheLeader(dev);
            servers = dev.children();
            assertThat(servers).hasSize(3);
            Path data = temporaryDirectory(dev);
            assertThat(data).isDirectory();
            assertThat(dev.stop()).isZero();
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(data).doesNotExist();
        }
    }

    private static void outliveTheLeader(DevProcess dev) throws Exception {
        ZooKeeper client =
                new ZooKeeper(dev.connectString(), 30_000, _ -> {}, new ZKClientConfig());
        try {
            create(client, "/before");
            String config = new String(client.getConfig(false, null), StandardCharsets.UTF_8);
            assertThat(config.lines()).hasSize(4).last().isEqualTo("version=0");
            long session = client.getSessionId();
            DevProcess.Server leader = dev.leader();
            ProcessHandle.of(leader.pid()).orElseThrow().destroyForcibly();
            create(client, "/after");
            assertThat(client.getSessionId()).isEqualTo(session);
            assertThat(client.exists("/before", false)).isNotNull();
            dev.awaitLine("server " + leader.sid() + " (pid " + leader.pid() + ") was killed");
            dev.awaitLine(" leads");
            dev.awaitLine("is back: follower");
        } finally {
            client.close();
        }
    }

    @Test
    void noServerOutlivesTheOneThatStartedIt() throws Exception {
        Path data = directory.resolve("kept");
        try (DevProcess dev =
                DevProcess.start(directory, "--servers", "1", "--data", data.toString())) {
            List<ProcessHandle> servers = dev.children();
            assertThat(servers).hasSize(1);
            assertThat(dev.servers())
                    .extracting(DevProcess.Server::mode)
                    .containsExactly("standalone");
            dev.kill();
            Await.until(
                    "the server notices that nobody is left",
                    PATIENCE,
                    () -> servers.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(data.resolve("server-1/data/version-2")).isDirectory();
    }

    /** As an application does: again where the connection was lost. */
    private static void create(ZooKeeper client, String path) {
        Await.until(
                "creating " + path,
                PATIENCE,
                () -> {
                    try {
                        client.create(
                                path,
                                path.getBytes(StandardCharsets.UTF_8),
                                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                                CreateMode.PERSISTENT);
                    } catch (KeeperException.NodeExistsException e) {
                        // The one whose answer was lost.
                    }
                    return true;
                });
    }

    private static Path temporaryDirectory(DevProcess dev) {
        String line =
                dev.output()
                        .lines()
                        .filter(each -> each.startsWith("Starting 3 servers in "))
                        .findFirst()
                        .orElseThrow();
        return Path.of(line.substring("Starting 3 servers in ".length()));
    }
}
