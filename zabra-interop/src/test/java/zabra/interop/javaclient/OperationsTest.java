package zabra.interop.javaclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Digests;
import zabra.interop.server.ServerKind;
import zabra.interop.server.ServerOptions;
import zabra.interop.server.ServerProcess;

/** Every operation of the Java client, each test below a root of its own. */
final class OperationsTest {
    @TempDir static Path directory;

    private static ServerProcess server;

    private ZooKeeper client;
    private String root;

    @BeforeAll
    static void startServer() {
        server =
                ServerProcess.start(
                        ServerKind.underTest(),
                        directory,
                        ServerOptions.defaults().unsynced().with("extendedTypesEnabled", "true"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect(TestInfo info) throws Exception {
        client = ConnectedClient.open(server.connectString());
        root = "/" + info.getTestMethod().orElseThrow().getName();
        client.create(root, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void createsReadsUpdatesAndDeletes() throws Exception {
        String path = root + "/node";
        Stat created = new Stat();
        assertThat(
                        client.create(
                                path,
                                "one".getBytes(UTF_8),
                                OPEN_ACL_UNSAFE,
                                CreateMode.PERSISTENT,
                                created))
                .isEqualTo(path);
        assertThat(created.getVersion()).isZero();
        assertThat(client.setData(path, "two".getBytes(UTF_8), 0).getVersion()).isEqualTo(1);
        Stat read = new Stat();
        assertThat(client.getData(path, false, read)).isEqualTo("two".getBytes(UTF_8));
        assertThat(read.getCzxid()).isEqualTo(created.getCzxid());
        assertThat(read.getMzxid()).isGreaterThan(created.getMzxid());
        assertThatThrownBy(() -> client.setData(path, null, 0))
                .isInstanceOf(KeeperException.BadVersionException.class);
        assertThatThrownBy(() -> client.create(path, null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL))
                .isInstanceOf(KeeperException.NodeExistsException.class);
        assertThatThrownBy(() -> client.delete(root, -1))
                .isInstanceOf(KeeperException.NotEmptyException.class);
        client.delete(path, 1);
        assertThat(client.exists(path, false)).isNull();
        assertThatThrownBy(() -> client.getData(path, false, null))
                .isInstanceOf(KeeperException.NoNodeException.class);
    }

    @Test
    void createsEveryKindOfNode() throws Exception {
        String first =
                client.create(
                        root + "/s-", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
        String second =
                client.create(root + "/s-", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
        assertThat(List.of(first, second))
                .containsExactly(root + "/s-0000000000", root + "/s-0000000001");
        assertThat(client.exists(second, false).getEphemeralOwner())
                .isEqualTo(client.getSessionId());
        assertThatThrownBy(() ->
                        client.create(
                                second + "/child", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                .isInstanceOf(KeeperException.NoChildrenForEphemeralsException.class);
        client.create(root + "/c", null, OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
        client.create(
                root + "/t", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 60_000);
        String third =
                client.create(
                        root + "/t-",
                        null,
                        OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL,
                        new Stat(),
                        60_000);
        assertThat(third).isEqualTo(root + "/t-0000000004");
        assertThat(client.exists(root + "/c", false).getEphemeralOwner()).isZero();
        assertThat(client.exists(root + "/t", false).getEphemeralOwner()).isZero();
    }

    @Test
    void deletesEphemeralsWithTheirSession() throws Exception {
        ZooKeeper other = ConnectedClient.open(server.connectString());
        other.create(root + "/e", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        assertThat(client.exists(root + "/e", false)).isNotNull();
        assertThat(other.getEphemerals()).containsExactly(root + "/e");
        assertThat(other.getEphemerals("/nowhere")).isEmpty();
        other.close();
        assertThat(client.exists(root + "/e", false)).isNull();
    }

    @Test
    void appliesAMultiAsOne() throws Exception {
        List<OpResult> results =
                client.multi(
                        List.of(
                                Op.create(root + "/a", null, OPEN_ACL_UNSAFE, 0),
                                Op.create(root + "/b", null, OPEN_ACL_UNSAFE, CreateMode.CONTAINER),
                                Op.create(
                                        root + "/t",
                                        null,
                                        OPEN_ACL_UNSAFE,
                                        CreateMode.PERSISTENT_WITH_TTL,
                                        1000_000),
                                Op.setData(root + "/a", "x".getBytes(UTF_8), 0),
                                Op.check(root + "/a", 1),
                                Op.delete(root + "/b", -1)));
        assertThat(results).hasSize(6);
        assertThat(((OpResult.SetDataResult) results.get(3)).getStat().getVersion()).isEqualTo(1);
        assertThatThrownBy(() ->
                        client.multi(
                                List.of(
                                        Op.delete(root + "/a", -1),
                                        Op.check(root + "/absent", -1),
                                        Op.delete(root + "/t", -1))))
                .isInstanceOfSatisfying(
                        KeeperException.NoNodeException.class,
                        e ->
                                assertThat(e.getResults())
                                        .extracting(r -> ((OpResult.ErrorResult) r).getErr())
                                        .containsExactly(0, -101, -2));
        assertThat(client.exists(root + "/a", false)).isNotNull();
        assertThat(
                        client.transaction()
                                .create(root + "/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)
                                .delete(root + "/x", 0)
                                .commit())
                .hasSize(2);
    }

    @Test
    void readsManyAtOnce() throws Exception {
        client.create(root + "/a", "x".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        List<OpResult> results =
                client.multi(
                        List.of(
                                Op.getChildren(root),
                                Op.getData(root + "/a"),
                                Op.getData(root + "/absent")));
        assertThat(((OpResult.GetChildrenResult) results.get(0)).getChildren())
                .containsExactly("a");
        assertThat(((OpResult.GetDataResult) results.get(1)).getData())
                .isEqualTo("x".getBytes(UTF_8));
        assertThat(((OpResult.ErrorResult) results.get(2)).getErr()).isEqualTo(-101);
    }

    @Test
    void answersAsynchronousCallsInTheirOrder() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> done = new CompletableFuture<>();
        for (int i = 0; i < 500; i++) {
            String path = root + "/" + i;
            client.create(
                    path,
                    null,
                    OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT,
                    (rc, asked, ctx, name) -> order.add(rc + " " + name),
                    null);
        }
        client.getData(
                root + "/499", false, (rc, path, ctx, data, stat) -> order.add("data"), null);
        client.sync(root, (rc, path, ctx) -> done.complete(null), null);
        done.get(60, TimeUnit.SECONDS);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            expected.add("0 " + root + "/" + i);
        }
        expected.add("data");
        assertThat(order).isEqualTo(expected);
        assertThat(client.getAllChildrenNumber(root)).isEqualTo(500);
        assertThat(client.getChildren(root, false)).hasSize(500);
    }

    @Test
    void livesBelowAChroot() throws Exception {
        Events events = new Events();
        ZooKeeper inside = ConnectedClient.open(server.connectString() + root, events);
        inside.create("/a", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        assertThat(client.exists(root + "/a", false)).isNotNull();
        assertThat(inside.getChildren("/", true)).containsExactly("a");
        client.create(root + "/b", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        events.expect(org.apache.zookeeper.Watcher.Event.EventType.NodeChildrenChanged, "/");
        inside.close();
        ZooKeeper nowhere = ConnectedClient.open(server.connectString() + root + "/none");
        assertThatThrownBy(() -> nowhere.create("/a", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                .isInstanceOf(KeeperException.NoNodeException.class);
        nowhere.close();
    }

    @Test
    void keepsOutWhoIsNotAllowed() throws Exception {
        String path = root + "/mine";
        client.addAuthInfo("digest", "ann:one".getBytes(UTF_8));
        // Not List.of: the client asks whether its list contains null.
        List<ACL> mine = Collections.singletonList(new ACL(31, new Id("auth", "")));
        client.create(path, null, mine, CreateMode.PERSISTENT);
        assertThat(client.getACL(path, new Stat()))
                .containsExactly(new ACL(31, new Id("digest", Digests.id("ann:one"))));
        ZooKeeper other = ConnectedClient.open(server.connectString());
        assertThatThrownBy(() -> other.getData(path, false, null))
                .isInstanceOf(KeeperException.NoAuthException.class);
        other.addAuthInfo("digest", "bob:two".getBytes(UTF_8));
        assertThatThrownBy(() -> other.setACL(path, OPEN_ACL_UNSAFE, -1))
                .isInstanceOf(KeeperException.NoAuthException.class);
        other.addAuthInfo("digest", ServerOptions.SUPER_AUTH.getBytes(UTF_8));
        assertThat(other.setACL(path, OPEN_ACL_UNSAFE, 0).getAversion()).isEqualTo(1);
        assertThat(other.whoAmI())
                .contains(
                        new ClientInfo("super", ""),
                        new ClientInfo("digest", "bob"),
                        new ClientInfo("digest", "super"),
                        new ClientInfo("ip", "127.0.0.1"));
        assertThatThrownBy(() ->
                        other.create(
                                root + "/bad",
                                null,
                                Collections.singletonList(new ACL(31, new Id("nothing", "x"))),
                                CreateMode.PERSISTENT))
                .isInstanceOf(KeeperException.InvalidACLException.class);
        other.close();
    }

    @Test
    void loseTheConnectionWhoAuthenticatesWithAnUnknownScheme() throws Exception {
        Events events = new Events();
        ZooKeeper other = ConnectedClient.open(server.connectString(), events);
        other.addAuthInfo("nothing", "x".getBytes(UTF_8));
        events.await(org.apache.zookeeper.Watcher.Event.KeeperState.AuthFailed);
        assertThatThrownBy(() -> other.exists("/", false))
                .isInstanceOf(KeeperException.AuthFailedException.class);
        other.close();
    }

    @Test
    void readsTheConfigurationThatIsEmptyAlone() throws Exception {
        assertThat(client.getConfig(false, new Stat())).isEmpty();
    }
}
