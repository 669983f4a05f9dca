package zabra.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import zabra.tree.ChunkLayout;

/** How the tree's memory is cut up so that the collector never moves it. */
final class HeapLayout {
    private HeapLayout() {}

    /** For this JVM's collector and largest heap. */
    static ChunkLayout ofThisJvm() {
        return ChunkLayout.of(regionBytes(), Runtime.getRuntime().maxMemory());
    }

    /** The size of a region of the heap; 0 where the collector has none. */
    private static long regionBytes() {
        HotSpotDiagnosticMXBean jvm =
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            // Where another collector is in use the size is that of a region it never made.
            return Boolean.parseBoolean(jvm.getVMOption("UseG1GC").getValue())
                    ? Long.parseLong(jvm.getVMOption("G1HeapRegionSize").getValue())
                    : 0;
        } catch (IllegalArgumentException e) {
            // A JVM that knows no such option.
            return 0;
        }
    }
}
