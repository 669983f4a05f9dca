package zabra.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpareHeapTest {
    private final HotSpotDiagnosticMXBean jvm =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private final List<String> before = ratios();
    private final SpareHeap spare = new SpareHeap();

    @AfterEach
    void asBefore() {
        spare.used(0);
    }

    @Test
    void besideASmallTreeTheJvmKeepsWhatItLikes() {
        spare.used(SpareHeap.LARGE - 1);
        assertThat(ratios()).isEqualTo(before);
    }

    @Test
    void besideALargeTreeItKeepsLittle() {
        spare.used(SpareHeap.LARGE);
        assertThat(ratios()).containsExactly("5", "12");
    }

    @Test
    void aTreeThatShrinksALittleIsStillLarge() {
        spare.used(SpareHeap.LARGE);
        spare.used(SpareHeap.SMALL);
        assertThat(ratios()).containsExactly("5", "12");

        spare.used(SpareHeap.SMALL - 1);
        assertThat(ratios()).isEqualTo(before);
    }

    private List<String> ratios() {
        return List.of(
                jvm.getVMOption("MinHeapFreeRatio").getValue(),
                jvm.getVMOption("MaxHeapFreeRatio").getValue());
    }
}
