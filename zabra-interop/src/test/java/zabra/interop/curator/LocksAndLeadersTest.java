package zabra.interop.curator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static zabra.interop.curator.CuratorServer.PATIENCE_SECONDS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.interop.server.Await;

/** Locks, semaphores and leader election between clients of their own. */
final class LocksAndLeadersTest {
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

    private static void await(List<Future<Void>> tasks) throws Exception {
        for (Future<Void> task : tasks) {
            task.get(PATIENCE_SECONDS, SECONDS);
        }
    }

    @Test
    void aMutexLetsOneInAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger entries = new AtomicInteger();
        List<Future<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            InterProcessMutex mutex = new InterProcessMutex(server.client(), "/mutex");
            Callable<Void> task =
                    () -> {
                        for (int n = 0; n < 10; n++) {
                            assertThat(mutex.acquire(PATIENCE_SECONDS, SECONDS)).isTrue();
                            assertThat(inside.incrementAndGet()).isEqualTo(1);
                            entries.incrementAndGet();
                            inside.decrementAndGet();
                            mutex.release();
                        }
                        return null;
                    };
            tasks.add(threads.submit(task));
        }
        await(tasks);
        assertThat(entries).hasValue(40);
    }

    @Test
    void aMutexGoesToTheNextWhenItsHolderLeaves() throws Exception {
        CuratorFramework leaving = server.client();
        assertThat(new InterProcessMutex(leaving, "/left").acquire(PATIENCE_SECONDS, SECONDS))
                .isTrue();
        InterProcessMutex waiting = new InterProcessMutex(server.client(), "/left");
        assertThat(waiting.acquire(0, SECONDS)).isFalse();
        leaving.close();
        assertThat(waiting.acquire(PATIENCE_SECONDS, SECONDS)).isTrue();
        waiting.release();
    }

    @Test
    void aReadWriteLockLetsManyReadOrOneWrite() throws Exception {
        InterProcessReadWriteLock first = new InterProcessReadWriteLock(server.client(), "/rw");
        InterProcessReadWriteLock second = new InterProcessReadWriteLock(server.client(), "/rw");
        assertThat(first.readLock().acquire(PATIENCE_SECONDS, SECONDS)).isTrue();
        assertThat(second.readLock().acquire(PATIENCE_SECONDS, SECONDS)).isTrue();
        second.readLock().release();
        assertThat(second.writeLock().acquire(0, SECONDS)).isFalse();
        first.readLock().release();
        assertThat(second.writeLock().acquire(PATIENCE_SECONDS, SECONDS)).isTrue();
        assertThat(first.readLock().acquire(0, SECONDS)).isFalse();
        second.writeLock().release();
    }

    @Test
    void aSemaphoreCountsItsLeases() throws Exception {
        InterProcessSemaphoreV2 first = new InterProcessSemaphoreV2(server.client(), "/leases", 2);
        InterProcessSemaphoreV2 second = new InterProcessSemaphoreV2(server.client(), "/leases", 2);
        Lease one = first.acquire(PATIENCE_SECONDS, SECONDS);
        Lease two = second.acquire(PATIENCE_SECONDS, SECONDS);
        assertThat(one).isNotNull();
        assertThat(two).isNotNull();
        assertThat(first.acquire(0, SECONDS)).isNull();
        second.returnLease(two);
        Lease three = first.acquire(PATIENCE_SECONDS, SECONDS);
        assertThat(three).isNotNull();
        first.returnLease(one);
        first.returnLease(three);
    }

    @Test
    void aLatchHasOneLeaderAndFindsTheNext() throws Exception {
        List<LeaderLatch> latches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LeaderLatch latch = new LeaderLatch(server.client(), "/latch", "latch" + i);
            latch.start();
            latches.add(latch);
        }
        while (!latches.isEmpty()) {
            Await.until(
                    "one of " + latches.size() + " leads",
                    Duration.ofSeconds(PATIENCE_SECONDS),
                    () -> latches.stream().filter(LeaderLatch::hasLeadership).count() == 1);
            LeaderLatch leader =
                    latches.stream().filter(LeaderLatch::hasLeadership).findFirst().orElseThrow();
            assertThat(latches.getFirst().getLeader().getId()).isEqualTo(leader.getId());
            leader.close();
            latches.remove(leader);
        }
    }

    @Test
    void aSelectorMakesEachTheLeaderInTurn() throws Exception {
        CountDownLatch turns = new CountDownLatch(6);
        AtomicInteger leaders = new AtomicInteger();
        List<LeaderSelector> selectors = new ArrayList<>();
        List<Throwable> broken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LeaderSelector selector =
                    new LeaderSelector(
                            server.client(),
                            "/selector",
                            new LeaderSelectorListenerAdapter() {
                                @Override
                                public void takeLeadership(CuratorFramework client) {
                                    if (leaders.incrementAndGet() != 1) {
                                        broken.add(new AssertionError("two leaders"));
                                    }
                                    leaders.decrementAndGet();
                                    turns.countDown();
                                }
                            });
            selector.autoRequeue();
            selector.start();
            selectors.add(selector);
        }
        assertThat(turns.await(PATIENCE_SECONDS, SECONDS)).isTrue();
        selectors.forEach(LeaderSelector::close);
        assertThat(broken).isEmpty();
    }
}
