package zabra.interop.ensemble;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.data.Stat;

/**
 * Two Curator clients that count in turn under one lock: never both inside, and the counter never
 * lower than what was acknowledged.
 */
final class CuratorPair implements AutoCloseable {
    private static final String COUNTER = "/curator-counter";
    private static final String LOCK = "/curator-lock";
    private static final int SESSION_MILLIS = 100_000;
    private static final int CONNECTION_MILLIS = 15_000;
    private static final long PAUSE_NANOS = 20_000_000;

    private final CuratorFramework one;
    private final CuratorFramework two;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean stopped;

    CuratorPair(String connectString) throws Exception {
        one = client(connectString);
        two = client(connectString);
        one.create().orSetData().forPath(COUNTER, bytes(0));
    }

    private static CuratorFramework client(String connectString) {
        CuratorFramework client =
                CuratorFrameworkFactory.newClient(
                        connectString, SESSION_MILLIS, CONNECTION_MILLIS, new RetryNTimes(50, 100));
        client.start();
        return client;
    }

    private static byte[] bytes(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    void stop() {
        stopped = true;
    }

    /** How often they counted. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** What the two of them do until they are stopped. */
    List<Callable<Void>> tasks() {
        return List.of(() -> count(one), () -> count(two));
    }

    private Void count(CuratorFramework client) throws InterruptedException {
        InterProcessMutex mutex = new InterProcessMutex(client, LOCK);
        while (!stopped) {
            try {
                if (mutex.acquire(1, TimeUnit.SECONDS)) {
                    try {
                        countInside(client);
                    } finally {
                        mutex.release();
                    }
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // A connection was lost on the way; the lock's znode is Curator's to remove.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return null;
    }

    private void countInside(CuratorFramework client) throws Exception {
        if (inside.incrementAndGet() != 1) {
            throw new AssertionError("two hold one lock");
        }
        try {
            Stat stat = new Stat();
            byte[] data = client.getData().storingStatIn(stat).forPath(COUNTER);
            long value = Long.parseLong(new String(data, StandardCharsets.US_ASCII));
            if (value < acknowledged.get()) {
                throw new AssertionError(
                        "the counter is " + value + " after " + acknowledged.get());
            }
            client.setData().withVersion(stat.getVersion()).forPath(COUNTER, bytes(value + 1));
            acknowledged.incrementAndGet();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void close() {
        one.close();
        two.close();
    }
}
