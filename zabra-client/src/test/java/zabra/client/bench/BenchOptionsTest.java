package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    private static BenchOptions.Builder options(Workload workload) {
        return BenchOptions.builder(
                List.of(InetSocketAddress.createUnresolved("localhost", 2181)), workload);
    }

    @Test
    void theDefaultsAreThoseOfTheHelp() {
        BenchOptions options = options(Workload.READ).build();
        assertThat(options.connections()).isEqualTo(64);
        assertThat(options.outstanding()).isEqualTo(16);
        assertThat(options.dataSize()).isEqualTo(100);
        assertThat(options.znodes()).isEqualTo(1000);
        assertThat(options.readPercent()).isEqualTo(90);
        assertThat(options.duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.warmup()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.threads()).isEqualTo(1);
    }

    @Test
    void depthOneHasOneOutstandingRequest() {
        assertThat(options(Workload.DEPTH1).outstanding(16).build().outstanding()).isEqualTo(1);
    }

    @Test
    void childrenWorksOnFewZnodesUnlessTold() {
        assertThat(options(Workload.CHILDREN).build().znodes()).isEqualTo(10);
        assertThat(options(Workload.CHILDREN).znodes(7).build().znodes()).isEqualTo(7);
    }

    @Test
    void thereAreNoMoreThreadsThanConnections() {
        assertThat(options(Workload.READ).connections(2).threads(8).build().threads()).isEqualTo(2);
    }

    @Test
    void aWrongValueIsNamedAsItIsTyped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Workload.READ).connections(0).build())
                .withMessageContaining("--connections");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Workload.MIX).readPercent(101).build())
                .withMessageContaining("--reads");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Workload.READ).duration(Duration.ZERO).build())
                .withMessageContaining("--duration");
    }

    @Test
    void workloadsAreFoundByTheirWord() {
        assertThat(Workload.of("write")).contains(Workload.WRITE);
        assertThat(Workload.of("Depth1")).contains(Workload.DEPTH1);
        assertThat(Workload.of("fly")).isEmpty();
    }
}
