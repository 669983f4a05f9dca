package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what names pods, ports and volumes names ones that are there. */
final class PodsTest {
    private static final String ALL = "observers: {replicas: 2}\nnetworkPolicy: {enabled: true}\n";

    @TempDir Path copy;

    private static List<JsonNode> statefulSets(List<JsonNode> objects) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals("StatefulSet"))
                .toList();
    }

    private static boolean matches(JsonNode selector, JsonNode pod) {
        JsonNode labels = pod.at("/metadata/labels");
        return selector.propertyStream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "antiAffinity: soft\n", "podLabels: {team: a}\n"})
    void everySelectorMatchesThePodsItIsMeantFor(String values) {
        List<JsonNode> objects = Chart.render(Chart.NEW_CLUSTER, ALL + values);
        List<JsonNode> sets = statefulSets(objects);
        assertThat(sets).hasSize(2);
        for (JsonNode set : sets) {
            JsonNode pod = set.at("/spec/template");
            List<JsonNode> own = new ArrayList<>();
            own.add(set.at("/spec/selector/matchLabels"));
            pod.at("/spec/affinity").findValues("matchLabels").forEach(own::add);
            pod.at("/spec/topologySpreadConstraints").findValues("matchLabels").forEach(own::add);
            assertThat(own).hasSize(3);
            for (JsonNode selector : own) {
                assertThat(selector).isNotEmpty();
                assertThat(sets.stream().filter(s -> matches(selector, s.at("/spec/template"))))
                        .containsExactly(set);
            }
            for (String name : List.of("zabra", "zabra-headless")) {
                JsonNode service = Deploy.find(objects, "Service", name);
                assertThat(matches(service.at("/spec/selector"), pod)).as(name).isTrue();
            }
            JsonNode policy = Deploy.find(objects, "NetworkPolicy", "zabra");
            assertThat(matches(policy.at("/spec/podSelector/matchLabels"), pod)).isTrue();
            assertThat(matches(policy.at("/spec/ingress/0/from/0/podSelector/matchLabels"), pod))
                    .isTrue();
        }
        JsonNode budget = Deploy.find(objects, "PodDisruptionBudget", "zabra");
        JsonNode budgeted = budget.at("/spec/selector/matchLabels");
        assertThat(sets.stream().filter(s -> matches(budgeted, s.at("/spec/template"))))
                .as("voters, and nobody else")
                .containsExactly(Deploy.find(objects, "StatefulSet", "zabra"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, "storage: {persistent: false}"})
    void everyPortAndVolumeThatIsNamedIsThere(String values) {
        List<JsonNode> objects = Chart.render(Chart.NEW_CLUSTER, values);
        for (JsonNode set : statefulSets(objects)) {
            JsonNode pod = set.at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            Set<String> ports = new TreeSet<>();
            container.path("ports").forEach(port -> ports.add(port.path("name").asText()));
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(ports).contains(container.at("/" + probe + "/httpGet/port").asText());
            }
            objects.stream()
                    .filter(object -> object.path("kind").asText().equals("Service"))
                    .flatMap(service -> service.at("/spec/ports").valueStream())
                    .forEach(port -> assertThat(ports).contains(port.path("targetPort").asText()));
            Set<String> volumes = new TreeSet<>();
            pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
            set.at("/spec/volumeClaimTemplates")
                    .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
            container
                    .path("volumeMounts")
                    .forEach(mount -> assertThat(volumes).contains(mount.path("name").asText()));
            assertThat(set.at("/spec/serviceName").asText()).isEqualTo("zabra-headless");
        }
        assertThat(
                        Deploy.find(objects, "Service", "zabra-headless")
                                .at("/spec/publishNotReadyAddresses")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void inMaintenanceVolumesAreHeldAndNobodyServes() {
        List<JsonNode> objects = Chart.render(Chart.NEW_CLUSTER, ALL + "maintenance: true\n");
        statefulSets(objects)
                .forEach(set -> assertThat(set.at("/spec/replicas").asInt(-1)).isZero());
        List<JsonNode> pods =
                objects.stream()
                        .filter(object -> object.path("kind").asText().equals("Pod"))
                        .toList();
        assertThat(pods.stream().map(pod -> pod.findValue("claimName").asText()))
                .containsExactly("data-zabra-0", "data-zabra-1", "data-zabra-2");
        for (JsonNode pod : pods) {
            for (JsonNode object : objects) {
                for (String at : List.of("/spec/selector", "/spec/selector/matchLabels")) {
                    JsonNode selector = object.at(at);
                    assertThat(selector.has("app.kubernetes.io/name") && matches(selector, pod))
                            .as(object.at("/metadata/name").asText())
                            .isFalse();
                }
            }
            assertUnprivileged(pod.path("spec"));
        }
    }

    @Test
    void theTestAsksTheServiceOfClients() {
        List<JsonNode> objects = Chart.render(Chart.NEW_CLUSTER, "fullnameOverride: other");
        JsonNode test = Chart.test(copy, "fullnameOverride: other");
        Api.check(test);
        JsonNode service = Deploy.find(objects, "Service", "other");
        assertThat(test.at("/spec/containers/0/command").valueStream().map(JsonNode::asText))
                .contains("other:" + service.at("/spec/ports/0/port").asInt());
        assertUnprivileged(test.path("spec"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL})
    void aPodMayDoNothingThatItNeedNot(String values) {
        for (JsonNode set : statefulSets(Chart.render(Chart.NEW_CLUSTER, values))) {
            assertUnprivileged(set.at("/spec/template/spec"));
        }
    }

    private static void assertUnprivileged(JsonNode pod) {
        JsonNode container = pod.at("/containers/0");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    }
}
