package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain manifests are what the chart makes; the overlays fit on them. */
final class ManifestTest {
    private static final String REMEDY = "run deploy/kubernetes/generate";

    /** What Helm adds of itself goes; what is left is what a manifest says. */
    private static JsonNode plain(JsonNode rendered) {
        ObjectNode object = rendered.deepCopy();
        ObjectNode labels = (ObjectNode) object.at("/metadata/labels");
        labels.remove("helm.sh/chart");
        labels.remove("app.kubernetes.io/managed-by");
        if (object.at("/spec/template/metadata") instanceof ObjectNode pod) {
            pod.remove("annotations");
        }
        return object;
    }

    private static List<JsonNode> chart(String values) {
        return Chart.render(Chart.NEW_CLUSTER, values).stream().map(ManifestTest::plain).toList();
    }

    private static List<JsonNode> file(String name) {
        return Deploy.objects(Deploy.path("kubernetes/" + name));
    }

    @Test
    void theManifestIsWhatTheChartMakes() {
        assertThat(file("base/zabra.yaml")).as(REMEDY).isEqualTo(chart(""));
    }

    @Test
    void theObserversAreWhatTheChartMakes() {
        List<JsonNode> objects = chart("observers: {replicas: 2}");
        assertThat(file("overlays/observers/observers.yaml"))
                .as(REMEDY)
                .containsExactly(Deploy.find(objects, "StatefulSet", "zabra-observer"));
        assertThat(file("overlays/observers/config.yaml"))
                .as(REMEDY)
                .containsExactly(Deploy.find(objects, "ConfigMap", "zabra"));
    }

    @Test
    void thePodsOfMaintenanceAreWhatTheChartMakes() {
        List<JsonNode> pods =
                chart("maintenance: true").stream()
                        .filter(object -> object.path("kind").asText().equals("Pod"))
                        .toList();
        assertThat(pods).hasSize(3);
        assertThat(file("maintenance.yaml")).as(REMEDY).isEqualTo(pods);
    }

    @Test
    void theNetworkPolicyIsWhatTheChartMakes() {
        assertThat(file("overlays/production/network-policy.yaml"))
                .as(REMEDY)
                .containsExactly(
                        Deploy.find(
                                chart("networkPolicy: {enabled: true}"), "NetworkPolicy", "zabra"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "observers"})
    void anOverlayFitsOnTheBase(String overlay) throws Exception {
        Path directory = Deploy.path("kubernetes/overlays/" + overlay);
        List<JsonNode> base = file("base/zabra.yaml");
        JsonNode kustomization = file("overlays/" + overlay + "/kustomization.yaml").getFirst();
        assertThat(kustomization.path("resources").get(0).asText()).isEqualTo("../../base");
        kustomization
                .path("resources")
                .forEach(resource -> assertThat(directory.resolve(resource.asText())).exists());
        for (JsonNode patch : kustomization.path("patches")) {
            if (patch.has("path")) {
                for (JsonNode object :
                        Deploy.objects(directory.resolve(patch.path("path").asText()))) {
                    assertThat(
                                    Deploy.find(
                                            base,
                                            object.path("kind").asText(),
                                            object.at("/metadata/name").asText()))
                            .isNotNull();
                }
                continue;
            }
            JsonNode target =
                    Deploy.find(
                            base,
                            patch.at("/target/kind").asText(),
                            patch.at("/target/name").asText());
            for (JsonNode step : Deploy.YAML.readTree(patch.path("patch").asText())) {
                String path = step.path("path").asText().replaceFirst("/-$", "");
                assertThat(target.at(path).isMissingNode()).as(overlay + " " + path).isFalse();
            }
        }
    }

    @Test
    void nothingBesideIsLeftOut() throws Exception {
        try (Stream<Path> files = Files.walk(Deploy.path("kubernetes"))) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .flatMap(file -> Deploy.objects(file).stream())
                    .forEach(Api::check);
        }
    }
}
