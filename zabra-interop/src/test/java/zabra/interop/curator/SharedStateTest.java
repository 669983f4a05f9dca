package zabra.interop.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static zabra.interop.curator.CuratorServer.PATIENCE_SECONDS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.nodes.PersistentTtlNode;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Await;

/** Barriers, counters, caches, nodes that come back, transactions and service discovery. */
final class SharedStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    @TempDir static Path directory;

    private static CuratorServer server;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        server = new CuratorServer(directory);
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        server.close();
    }

    @AfterEach
    void closeClients() {
        server.closeClients();
    }

    @Test
    void aBarrierHoldsUntilItIsRemoved() throws Exception {
        CuratorFramework client = server.client();
        DistributedBarrier barrier = new DistributedBarrier(client, "/barrier");
        barrier.setBarrier();
        DistributedBarrier seen = new DistributedBarrier(server.client(), "/barrier");
        assertThat(seen.waitOnBarrier(1, TimeUnit.MILLISECONDS)).isFalse();
        Future<Boolean> passed = threads.submit(() -> seen.waitOnBarrier(60, SECONDS));
        barrier.removeBarrier();
        assertThat(passed.get(PATIENCE_SECONDS, SECONDS)).isTrue();
    }

    @Test
    void aDoubleBarrierLetsAllEnterAndLeaveTogether() throws Exception {
        List<Future<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DistributedDoubleBarrier barrier =
                    new DistributedDoubleBarrier(server.client(), "/double", 3);
            Callable<Boolean> task =
                    () ->
                            barrier.enter(PATIENCE_SECONDS, SECONDS)
                                    && barrier.leave(PATIENCE_SECONDS, SECONDS);
            tasks.add(threads.submit(task));
        }
        for (Future<Boolean> task : tasks) {
            assertThat(task.get(PATIENCE_SECONDS, SECONDS)).isTrue();
        }
    }

    @Test
    void countersAreShared() throws Exception {
        SharedCount first = new SharedCount(server.client(), "/count", 5);
        SharedCount second = new SharedCount(server.client(), "/count", 5);
        first.start();
        second.start();
        first.setCount(9);
        Await.until("the count arrives", PATIENCE, () -> second.getCount() == 9);
        assertThat(second.trySetCount(second.getVersionedValue(), 10)).isTrue();
        first.close();
        second.close();

        List<Future<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DistributedAtomicLong number =
                    new DistributedAtomicLong(server.client(), "/number", new RetryNTimes(1000, 1));
            Callable<Void> task =
                    () -> {
                        for (int n = 0; n < 20; n++) {
                            assertThat(number.increment().succeeded()).isTrue();
                        }
                        return null;
                    };
            tasks.add(threads.submit(task));
        }
        for (Future<Void> task : tasks) {
            task.get(PATIENCE_SECONDS, SECONDS);
        }
        assertThat(
                        new DistributedAtomicLong(
                                        server.client(), "/number", new RetryNTimes(10, 1))
                                .get()
                                .postValue())
                .isEqualTo(60);
    }

    @Test
    void aCacheFollowsItsTree() throws Exception {
        CuratorFramework client = server.client();
        client.create().creatingParentsIfNeeded().forPath("/cached/a/b", "1".getBytes(UTF_8));
        ConcurrentSkipListMap<String, String> view = new ConcurrentSkipListMap<>();
        CuratorCache cache = CuratorCache.build(server.client(), "/cached");
        cache.listenable()
                .addListener(
                        CuratorCacheListener.builder()
                                .forCreates(node -> view.put(node.getPath(), text(node)))
                                .forChanges((old, node) -> view.put(node.getPath(), text(node)))
                                .forDeletes(node -> view.remove(node.getPath()))
                                .build());
        cache.start();
        client.setData().forPath("/cached/a/b", "2".getBytes(UTF_8));
        client.create().forPath("/cached/c", "3".getBytes(UTF_8));
        Await.until(
                "the cache sees creates and changes",
                PATIENCE,
                () -> "2".equals(view.get("/cached/a/b")) && "3".equals(view.get("/cached/c")));
        client.delete().deletingChildrenIfNeeded().forPath("/cached/a");
        Await.until(
                "the cache sees deletes",
                PATIENCE,
                () -> view.keySet().equals(java.util.Set.of("/cached", "/cached/c")));
        cache.close();
    }

    private static String text(ChildData node) {
        return node.getData() == null ? "" : new String(node.getData(), UTF_8);
    }

    @Test
    void aCacheOfOneNodeFollowsIt() throws Exception {
        CuratorFramework client = server.client();
        CuratorCache cache =
                CuratorCache.build(
                        server.client(), "/single", CuratorCache.Options.SINGLE_NODE_CACHE);
        cache.start();
        client.create().creatingParentsIfNeeded().forPath("/single/child", new byte[0]);
        Await.until("it is seen", PATIENCE, () -> cache.get("/single").isPresent());
        assertThat(cache.get("/single/child")).isEmpty();
        client.delete().deletingChildrenIfNeeded().forPath("/single");
        Await.until("it is gone", PATIENCE, () -> cache.get("/single").isEmpty());
        cache.close();
    }

    @Test
    void aPersistentNodeComesBack() throws Exception {
        CuratorFramework client = server.client();
        PersistentNode node =
                new PersistentNode(
                        server.client(), CreateMode.EPHEMERAL, false, "/back/node", new byte[0]);
        node.start();
        assertThat(node.waitForInitialCreate(PATIENCE_SECONDS, SECONDS)).isTrue();
        Stat first = client.checkExists().forPath("/back/node");
        client.delete().forPath("/back/node");
        Await.until(
                "the node is back",
                PATIENCE,
                () -> {
                    Stat now = client.checkExists().forPath("/back/node");
                    return now != null && now.getCzxid() > first.getCzxid();
                });
        node.close();
        Await.until(
                "the node is gone",
                PATIENCE,
                () -> client.checkExists().forPath("/back/node") == null);
    }

    @Test
    void aTtlNodeIsTouchedAndContainersAreMadeForParents() throws Exception {
        CuratorFramework client = server.client();
        PersistentTtlNode node =
                new PersistentTtlNode(server.client(), "/ttl/parent/node", 2_000, new byte[0]);
        node.start();
        assertThat(node.waitForInitialCreate(PATIENCE_SECONDS, SECONDS)).isTrue();
        Await.until(
                "the node is touched",
                PATIENCE,
                () ->
                        client.checkExists()
                                        .forPath(
                                                "/ttl/parent/node/"
                                                        + PersistentTtlNode.DEFAULT_CHILD_NODE_NAME)
                                != null);
        node.close();
        client.create().creatingParentContainersIfNeeded().forPath("/containers/a/b");
        assertThat(client.checkExists().forPath("/containers/a").getEphemeralOwner()).isZero();
        client.create()
                .withProtection()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath("/containers/a/p-");
        assertThat(client.getChildren().forPath("/containers/a")).hasSize(2);
    }

    @Test
    void aTransactionIsAllOrNothing() throws Exception {
        CuratorFramework client = server.client();
        List<CuratorTransactionResult> results =
                client.transaction()
                        .forOperations(
                                client.transactionOp().create().forPath("/tx", new byte[0]),
                                client.transactionOp().setData().forPath("/tx", new byte[2]),
                                client.transactionOp().create().forPath("/tx/child"),
                                client.transactionOp().check().withVersion(1).forPath("/tx"));
        assertThat(results).extracting(CuratorTransactionResult::getError).containsOnly(0);
        try {
            client.transaction()
                    .forOperations(
                            client.transactionOp().delete().forPath("/tx/child"),
                            client.transactionOp().delete().forPath("/tx/absent"));
            throw new AssertionError("the transaction should fail");
        } catch (KeeperException.NoNodeException e) {
            assertThat(e.getResults()).hasSize(2);
        }
        assertThat(client.checkExists().forPath("/tx/child")).isNotNull();
    }

    @Test
    void servicesAreDiscovered() throws Exception {
        CuratorFramework client = server.client();
        ServiceInstance<Void> instance =
                ServiceInstance.<Void>builder().name("store").address("10.0.0.1").port(80).build();
        ServiceDiscovery<Void> provider =
                ServiceDiscoveryBuilder.builder(Void.class)
                        .client(client)
                        .basePath("/services")
                        .thisInstance(instance)
                        .build();
        provider.start();
        ServiceDiscovery<Void> seeker =
                ServiceDiscoveryBuilder.builder(Void.class)
                        .client(server.client())
                        .basePath("/services")
                        .build();
        seeker.start();
        assertThat(seeker.queryForNames()).contains("store");
        assertThat(seeker.queryForInstances("store"))
                .extracting(ServiceInstance::getAddress)
                .containsExactly("10.0.0.1");
        provider.close();
        assertThat(seeker.queryForInstances("store")).isEmpty();
        seeker.close();
    }
}
