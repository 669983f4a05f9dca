package zabra.server.run;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after each garbage collection how much of the heap is left, and says when it is so little
 * that the tree must not grow: an error for one client is better than the end of the process, which
 * would meet the same data at its next start. Has spare heap given back where the tree is large,
 * see {@link SpareHeap}.
 */
public final class HeapGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);

    /** What is above must do for requests on their way, learners that are behind, and snapshots. */
    private static final int FULL_PERCENT = 85;

    /** So that it does not change its mind with every collection. */
    private static final int ROOM_PERCENT = 75;

    private final Consumer<Boolean> full;
    private final NotificationListener listener = this::collected;
    private final Set<String> heapPools = new HashSet<>();
    private final SpareHeap spare = new SpareHeap();
    private boolean isFull;

    /**
     * @param full is told when it becomes full, and when it has room again; on a thread of the JVM
     */
    public HeapGuard(Consumer<Boolean> full) {
        this.full = full;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                heapPools.add(pool.getName());
            }
        }
    }

    /** Begins to look. */
    public void start() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
            }
        }
    }

    private void collected(Notification notification, Object handback) {
        String type = GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;
        if (!notification.getType().equals(type)
                || !(notification.getUserData() instanceof CompositeData data)) {
            return;
        }
        Map<String, MemoryUsage> after =
                GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc();
        long used = 0;
        for (String pool : heapPools) {
            MemoryUsage usage = after.get(pool);
            used += usage == null ? 0 : usage.getUsed();
        }
        spare.used(used);
        left(used, Runtime.getRuntime().maxMemory());
    }

    /** After a collection so many bytes are in use, of so many. */
    synchronized void left(long used, long max) {
        long percent = used * 100 / max;
        if (!isFull && percent >= FULL_PERCENT) {
            isFull = true;
            LOG.warn(
                    "The heap is full: {} of {} MiB after a collection. Creates and larger data are"
                            + " refused (QuotaExceeded) until less than {} % are in use: delete"
                            + " data, or give this server more memory",
                    used >> 20, max >> 20, ROOM_PERCENT);
            full.accept(true);
        } else if (isFull && percent < ROOM_PERCENT) {
            isFull = false;
            LOG.warn("The heap has room again: {} of {} MiB", used >> 20, max >> 20);
            full.accept(false);
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                try {
                    emitter.removeNotificationListener(listener);
                } catch (ListenerNotFoundException e) {
                    LOG.debug("It was not started, or is closed already", e);
                }
            }
        }
    }
}
