package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zabra.server.config.ConfigReader;
import zabra.server.config.LoadedConfig;

/** What the server makes of the configuration that the chart gives it. */
final class ConfigTest {
    @TempDir Path directory;

    private LoadedConfig read(List<JsonNode> objects, String set, int ordinal) throws Exception {
        JsonNode container =
                Deploy.find(objects, "StatefulSet", set).at("/spec/template/spec/containers/0");
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : container.path("env")) {
            String path = variable.at("/valueFrom/fieldRef/fieldPath").asText();
            environment.put(
                    variable.path("name").asText(),
                    path.equals("metadata.name")
                            ? set + "-" + ordinal
                            : variable.path("value").asText());
        }
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(
                file, Deploy.find(objects, "ConfigMap", "zabra").at("/data/zoo.cfg").asText());
        return ConfigReader.of(environment, new Properties()).read(file, List.of());
    }

    private static int port(List<JsonNode> objects, String set, String name) {
        for (JsonNode port :
                Deploy.find(objects, "StatefulSet", set)
                        .at("/spec/template/spec/containers/0/ports")) {
            if (port.path("name").asText().equals(name)) {
                return port.path("containerPort").asInt();
            }
        }
        throw new AssertionError("no port " + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 3 | zabra | 2 | 3",
                "replicas: 5 | zabra | 0 | 1",
                "observers: {replicas: 2} | zabra | 0 | 1",
                "observers: {replicas: 2} | zabra-observer | 1 | 102",
                "{replicas: 1, observers: {replicas: 1}} | zabra | 0 | 1",
                "{config: {maxClientCnxns: 100000000}} | zabra | 0 | 1"
            })
    void aPodIsTheMemberThatItsNameSays(String values, String set, int ordinal, long sid)
            throws Exception {
        List<JsonNode> objects = Chart.render(Chart.NEW_CLUSTER, values);
        LoadedConfig loaded = read(objects, set, ordinal);
        assertThat(loaded.warnings()).isEmpty();
        var ensemble = loaded.config().ensemble().orElseThrow();
        assertThat(ensemble.sid()).isEqualTo(sid);
        assertThat(ensemble.observer()).isEqualTo(set.endsWith("observer"));
        assertThat(ensemble.mayBegin()).isTrue();
        assertThat(ensemble.self().endpoints().getFirst().quorumAddress().host())
                .isEqualTo(set + "-" + ordinal + ".zabra-headless");
        assertThat(loaded.config().identity().cluster()).isEqualTo("zabra");
        assertThat(loaded.config().http().health().port()).isEqualTo(port(objects, set, "health"));
        assertThat(loaded.config().http().metrics().port())
                .isEqualTo(port(objects, set, "metrics"));
        assertThat(loaded.config().clientPort().port()).isEqualTo(port(objects, set, "client"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"replicas: 1 | false", "replicas: 3 | true"})
    void aSilentLeaderIsGivenUpInLessThanThreeSeconds(String values, boolean ensemble)
            throws Exception {
        LoadedConfig loaded = read(Chart.render(Chart.NEW_CLUSTER, values), "zabra", 0);
        assertThat(loaded.config().ensemble().isPresent()).isEqualTo(ensemble);
        int tick = loaded.config().sessions().tickMillis();
        loaded.config()
                .ensemble()
                .ifPresent(member -> assertThat(member.syncLimit() * tick).isBetween(2_000, 3_000));
        assertThat(loaded.config().sessions().timeoutMillisMax()).isEqualTo(60_000);
    }
}
