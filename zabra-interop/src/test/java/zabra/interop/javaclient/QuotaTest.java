package zabra.interop.javaclient;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.StatsTrack;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.cli.SetQuotaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;

/** Quotas as the reference's tools set them. */
final class QuotaTest {
    private static final ServerOptions OPTIONS =
            ServerOptions.defaults().with("enforceQuota", "true");

    @TempDir Path directory;

    @Test
    void refuseWhatIsTooMuchAndSurviveARestart() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(ServerKind.underTest(), directory, OPTIONS)) {
            ZooKeeper client = ConnectedClient.open(server.connectString());
            client.create("/q", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            StatsTrack limits = new StatsTrack();
            limits.setCountHardLimit(3);
            limits.setByteHardLimit(10);
            assertThat(SetQuotaCommand.createQuota(client, "/q", limits)).isTrue();
            client.create("/q/a", new byte[4], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            assertThatThrownBy(() -> client.setData("/q/a", new byte[11], -1))
                    .isInstanceOf(KeeperException.QuotaExceededException.class);
            client.create("/q/b", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            expectFull(client);
            assertThat(usage(client)).startsWith("count=3,bytes=4");

            server.stop();
            server.start(ServerKind.underTest(), OPTIONS);
            ZooKeeper again = ConnectedClient.open(server.connectString());
            assertThat(usage(again)).startsWith("count=3,bytes=4");
            expectFull(again);
            again.delete("/q/b", -1);
            again.create("/q/c", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            again.close();
            client.close();
        }
    }

    private static void expectFull(ZooKeeper client) {
        assertThatThrownBy(() ->
                        client.create("/q/more", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                .isInstanceOf(KeeperException.QuotaExceededException.class);
    }

    private static String usage(ZooKeeper client) throws Exception {
        return new String(
                client.getData("/zookeeper/quota/q/zookeeper_stats", false, null),
                StandardCharsets.UTF_8);
    }
}
