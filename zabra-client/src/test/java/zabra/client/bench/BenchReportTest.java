package zabra.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static BenchResult result() {
        BenchOptions options =
                BenchOptions.builder(
                                List.of(InetSocketAddress.createUnresolved("db\"1", 2181)),
                                Workload.WRITE)
                        .build();
        LatencySummary none = new LatencySummary(0, 0, 0, 0, 0, 0, 0);
        LatencySummary all = new LatencySummary(20_000, 900, 800, 1_200, 4_000, 9_000, 2_500_000);
        TreeMap<Integer, Long> errors = new TreeMap<>();
        errors.put(-101, 3L);
        return new BenchResult(
                options,
                2,
                all,
                none,
                all,
                errors,
                5e6,
                0.25,
                List.of(new BenchResult.ProcessCost(42, 0.5, 50, 1 << 30)),
                List.of(
                        new Interval("run", 1, 1, 10_000, 800, 4_000, 9_000),
                        new Interval("run", 2, 1, 10_000, 800, 4_000, 2_500_000)));
    }

    @Test
    void theTextNamesRateLatencyCostAndErrors() {
        assertThat(BenchReport.text(result()))
                .contains("10,000 op/s (20,000 operations, 3 errors)")
                .contains("p50 800 us")
                .contains("p99 4.00 ms")
                .contains("max 2.50 s")
                .contains("process 42  50.00 us CPU per op, 0.50 cores, 1,024 MiB resident")
                .contains("3 x NONODE (-101)");
    }

    @Test
    void theJsonIsOneObjectWithEscapedText() {
        String json = BenchReport.json(result());
        assertThat(json)
                .startsWith("{\"workload\":\"write\",\"servers\":[\"db\\\"1:2181\"],")
                .contains("\"operationsPerSecond\":10000.000")
                .contains("\"errors\":{\"-101\":3}")
                .contains("\"processes\":[{\"pid\":42,\"cores\":0.500,")
                .contains("\"series\":[{\"at\":1.000,")
                .endsWith("}]}");
    }

    @Test
    void theChartHasALinePerSeries() {
        String svg = LatencyChart.svg(result());
        assertThat(svg).startsWith("<svg").endsWith("</svg>" + System.lineSeparator());
        assertThat(svg.split("<polyline", -1)).hasSize(5);
    }
}
