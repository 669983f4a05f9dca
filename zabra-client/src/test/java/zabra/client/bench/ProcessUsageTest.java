package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessUsageTest {

    @Test
    void readsTheFieldsBehindAnyName() {
        String stat =
                "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 25 0 999"
                        + " 123456 256 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0";
        ProcessUsage usage = ProcessUsage.parse(stat);
        assertThat(usage.cpuNanos()).isEqualTo(2_000_000_000L);
        assertThat(usage.residentBytes()).isEqualTo(256 * 4096);
    }

    @Test
    void aProcessThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ProcessUsage.of(0))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("process 0");
    }
}
