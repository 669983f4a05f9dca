package zabra.server.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * Says how much spare heap the JVM may keep beside what is in use: with a large tree an eighth, so
 * that the rest goes back to the system; with a small one what the JVM comes with, because a heap
 * of a few megabytes that is full most of the time is collected most of the time. Who gave the JVM
 * such ratios keeps them.
 *
 * <p>One thread at a time.
 */
final class SpareHeap {
    private static final String LEAST = "MinHeapFreeRatio";
    private static final String MOST = "MaxHeapFreeRatio";

    /** From here on a tree is large, bytes. */
    static final long LARGE = 256L << 20;

    /** So that it does not change its mind with every collection. */
    static final long SMALL = 192L << 20;

    /** Of the heap's size, percent. */
    private static final int LARGE_LEAST = 5;

    private static final int LARGE_MOST = 12;

    private final HotSpotDiagnosticMXBean jvm;
    private final String least;
    private final String most;
    private final boolean ours;
    private boolean large;

    SpareHeap() {
        jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        VMOption leastNow = jvm.getVMOption(LEAST);
        VMOption mostNow = jvm.getVMOption(MOST);
        least = leastNow.getValue();
        most = mostNow.getValue();
        ours = isDefault(leastNow) && isDefault(mostNow);
    }

    private static boolean isDefault(VMOption option) {
        return option.getOrigin() == VMOption.Origin.DEFAULT
                || option.getOrigin() == VMOption.Origin.MANAGEMENT;
    }

    /**
     * @param used bytes, after a collection
     */
    void used(long used) {
        if (!ours) {
            return;
        }
        // The least must never be above the most.
        if (!large && used >= LARGE) {
            large = true;
            jvm.setVMOption(LEAST, Integer.toString(LARGE_LEAST));
            jvm.setVMOption(MOST, Integer.toString(LARGE_MOST));
        } else if (large && used < SMALL) {
            large = false;
            jvm.setVMOption(MOST, most);
            jvm.setVMOption(LEAST, least);
        }
    }
}
