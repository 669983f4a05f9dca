package zabra.interop.javaclient;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;

/** Watches of every kind, and what becomes of them and of sessions when the server restarts. */
final class WatchesTest {
    private static final ServerOptions OPTIONS = ServerOptions.defaults();

    @TempDir Path directory;

    private ServerProcess server;
    private ZooKeeper client;
    private ZooKeeper other;
    private final Events connection = new Events();

    @BeforeEach
    void start() throws Exception {
        server = ServerProcess.start(ServerKind.underTest(), directory, OPTIONS);
        client = ConnectedClient.open(server.connectString(), connection);
        other = ConnectedClient.open(server.connectString());
    }

    @AfterEach
    void stop() throws Exception {
        client.close(1000);
        other.close(1000);
        server.close();
    }

    private void create(String path) throws Exception {
        other.create(path, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    @Test
    void fireOnceForDataChildrenAndExistence() throws Exception {
        Events exists = new Events();
        Events data = new Events();
        Events children = new Events();
        assertThat(client.exists("/a", exists)).isNull();
        create("/a");
        exists.expect(EventType.NodeCreated, "/a");
        client.getData("/a", data, null);
        client.getChildren("/a", children);
        other.setData("/a", null, -1);
        data.expect(EventType.NodeDataChanged, "/a");
        other.setData("/a", null, -1);
        create("/a/b");
        children.expect(EventType.NodeChildrenChanged, "/a");
        client.getData("/a", data, null);
        client.getChildren("/a", children);
        other.delete("/a/b", -1);
        children.expect(EventType.NodeChildrenChanged, "/a");
        other.delete("/a", -1);
        data.expect(EventType.NodeDeleted, "/a");
        client.exists("/a", false);
        exists.expectNothing();
        data.expectNothing();
        children.expectNothing();
    }

    @Test
    void persistOrRecurseUntilTheyAreRemoved() throws Exception {
        Events persistent = new Events();
        Events recursive = new Events();
        client.addWatch("/a", persistent, AddWatchMode.PERSISTENT);
        client.addWatch("/a", recursive, AddWatchMode.PERSISTENT_RECURSIVE);
        create("/a");
        create("/a/b");
        create("/a/b/c");
        other.setData("/a/b/c", null, -1);
        other.setData("/a", null, -1);
        other.delete("/a/b/c", -1);
        persistent.expect(EventType.NodeCreated, "/a");
        persistent.expect(EventType.NodeChildrenChanged, "/a");
        persistent.expect(EventType.NodeDataChanged, "/a");
        recursive.expect(EventType.NodeCreated, "/a");
        recursive.expect(EventType.NodeCreated, "/a/b");
        recursive.expect(EventType.NodeCreated, "/a/b/c");
        recursive.expect(EventType.NodeDataChanged, "/a/b/c");
        recursive.expect(EventType.NodeDataChanged, "/a");
        recursive.expect(EventType.NodeDeleted, "/a/b/c");
        client.removeWatches("/a", recursive, WatcherType.Any, false);
        recursive.expect(EventType.PersistentWatchRemoved, "/a");
        client.removeAllWatches("/a", WatcherType.Any, false);
        persistent.expect(EventType.PersistentWatchRemoved, "/a");
        other.setData("/a", null, -1);
        client.exists("/a", false);
        persistent.expectNothing();
        recursive.expectNothing();
        assertThatThrownBy(() -> client.removeAllWatches("/a", WatcherType.Any, false))
                .isInstanceOf(KeeperException.NoWatcherException.class);
    }

    @Test
    void tellTheZxidOfTheirCause() throws Exception {
        Events events = new Events();
        create("/a");
        client.getData("/a", events, null);
        Stat stat = other.setData("/a", null, -1);
        WatchedEvent event = events.take();
        assertThat(event.getZxid()).isEqualTo(stat.getMzxid());
    }

    @Test
    void andSessionsSurviveARestart() throws Exception {
        Events data = new Events();
        Events children = new Events();
        Events persistent = new Events();
        Events absent = new Events();
        create("/a");
        create("/p");
        client.create("/a/e", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        client.getData("/a", data, null);
        client.getChildren("/a", children);
        client.exists("/absent", absent);
        client.addWatch("/p", persistent, AddWatchMode.PERSISTENT);
        long session = client.getSessionId();

        server.stop();
        connection.await(KeeperState.Disconnected);
        server.start(ServerKind.underTest(), OPTIONS);
        connection.await(KeeperState.SyncConnected);

        assertThat(client.getSessionId()).isEqualTo(session);
        assertThat(client.exists("/a/e", false).getEphemeralOwner()).isEqualTo(session);
        other.setData("/a", null, -1);
        data.expect(EventType.NodeDataChanged, "/a");
        create("/absent");
        absent.expect(EventType.NodeCreated, "/absent");
        client.delete("/a/e", -1);
        children.expect(EventType.NodeChildrenChanged, "/a");
        create("/p/q");
        persistent.expect(EventType.NodeChildrenChanged, "/p");
    }

    @Test
    void tellAboutTheEndOfTheSession() throws Exception {
        client.create("/e", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        Events gone = new Events();
        other.exists("/e", gone);
        Events thief = new Events();
        ZooKeeper second =
                new ZooKeeper(
                        server.connectString(),
                        ConnectedClient.TIMEOUT_MILLIS,
                        thief,
                        client.getSessionId(),
                        client.getSessionPasswd());
        thief.await(KeeperState.SyncConnected);
        second.close();
        gone.expect(EventType.NodeDeleted, "/e");
        connection.await(KeeperState.Expired);
        assertThatThrownBy(() -> client.exists("/", false))
                .isInstanceOf(KeeperException.SessionExpiredException.class);
    }

    @Test
    void tellWhenASilentSessionExpires() throws Exception {
        Events gone = new Events();
        // Closing only the socket is what a killed client does: no one says goodbye.
        try (zabra.interop.wire.RawClient silent =
                zabra.interop.wire.RawClient.connect(server.port(), 4000)) {
            silent.succeed(zabra.interop.wire.Request.create("/silent", null, 1));
        }
        Stat stat = other.exists("/silent", gone);
        assertThat(stat).isNotNull();
        gone.expect(EventType.NodeDeleted, "/silent");
    }
}
