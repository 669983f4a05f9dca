package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart under many values, good and wrong. */
final class ChartTest {
    @Test
    void helmFindsNothingWrong() {
        LintResult result = Chart.helm().lint().call();
        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "replicas: 1",
                "replicas: 5",
                "observers: {replicas: 2}",
                "replicas: 1\nobservers: {replicas: 1}",
                "storage: {persistent: false}",
                "storage: {size: 100Gi, className: fast, annotations: {a: b}}",
                "antiAffinity: soft\nspreadByZone: false",
                "networkPolicy: {enabled: true}",
                "networkPolicy: {enabled: true, clientsFrom: [{podSelector: {matchLabels: {a:"
                        + " b}}}]}",
                "metrics: {enabled: false}\nnetworkPolicy: {enabled: true}",
                "metrics: {podMonitor: {enabled: true}, rules: {enabled: true},"
                        + " dashboard: {enabled: true}}",
                "config: {maxClientCnxns: 0, tickTime: 2000, skipACL: \"no\", maxCnxns: 20000000}",
                "image: {repository: x/y, digest: \"sha256:"
                        + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\","
                        + " pullSecrets: [{name: s}]}",
                "service: {type: LoadBalancer, annotations: {a: b}}\nclusterName: here/there",
                """
                resources: {limits: {memory: 4Gi, cpu: 2}}
                heap: {percent: 70}
                jvmFlags: [-Xss1m]
                """,
                "nodeSelector: {disk: ssd}\ntolerations: [{key: a, operator: Exists}]\n"
                        + "priorityClassName: high\npodLabels: {team: a}\npodAnnotations: {b: c}",
                "disruptionBudget: {enabled: false}\nterminationGracePeriodSeconds: 30",
                "fullnameOverride: other",
                "maintenance: true",
                "maintenance: true\nreplicas: 5\nobservers: {replicas: 1}\n"
                        + "image: {pullSecrets: [{name: s}]}\nnodeSelector: {disk: ssd}",
            })
    void whatItMakesIsWhatTheApiTakes(String values) {
        for (String cluster : List.of(Chart.NEW_CLUSTER, Chart.OLD_CLUSTER)) {
            List<JsonNode> objects = Chart.render(cluster, values);
            assertThat(objects).hasSizeGreaterThanOrEqualTo(4);
            objects.stream().filter(object -> !Api.isExtension(object)).forEach(Api::check);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 2 | replicas",
                "replicas: 0 | replicas",
                "replicas: three | replicas",
                "replica: 3 | replica",
                "observers: {replicas: -1} | observers.replicas",
                "image: {tag: 'a b'} | image.tag",
                "image: {digest: abc} | image.digest",
                "image: {pullPolicy: Sometimes} | image.pullPolicy",
                "storage: {size: big} | storage.size",
                "storage: {persistent: maybe} | storage.persistent",
                "storage: {className: 3} | storage.className",
                "resources: {limits: null} | resources",
                "resources: {limits: {memory: lots}} | resources.limits.memory",
                "heap: {percent: 95} | heap.percent",
                "antiAffinity: none | antiAffinity",
                "config: {server.4: 'x:2888:3888'} | server.4",
                "config: {dataDir: /x} | dataDir",
                "config: {maxClientCnxns: [1]} | config.maxClientCnxns",
                "jvmFlags: [Xmx1g] | jvmFlags.0",
                "service: {type: ExternalName} | service.type",
                "fullnameOverride: Upper | fullnameOverride",
                "fullnameOverride: a-name-that-is-much-too-long-for-the-pods-of-an-ensemble |"
                        + " fullnameOverride",
                "podLabels: {app.kubernetes.io/name: x} | app.kubernetes.io/name",
                "metrics: {podMonitor: {interval: often}} | metrics.podMonitor.interval",
                "terminationGracePeriodSeconds: 1 | terminationGracePeriodSeconds",
                "clusterName: 'two words' | clusterName",
                "maintenance: later | maintenance",
                "observers: {replicas: 100} | observers.replicas",
                "observers: {size: 1} | size",
                "startupMinutes: 0 | startupMinutes",
                "disruptionBudget: {maxUnavailable: 2} | maxUnavailable",
                "networkPolicy: {enabled: 1} | networkPolicy.enabled",
                "metrics: {dashboard: {enabled: 1}} | metrics.dashboard.enabled",
                "service: {port: 2182} | port",
                "image: null | image"
            })
    void whatIsWrongIsRefusedByName(String values, String named) {
        assertThatThrownBy(() -> Chart.render(Chart.NEW_CLUSTER, values))
                .extracting(failure -> failure.getMessage().replace("/", "."))
                .asString()
                .contains("values don't meet the specifications of the schema")
                .contains(named.replace("/", "."));
    }

    @Test
    void whatASchemaCannotSayIsRefusedInWords() {
        assertThatThrownBy(() ->
                        Chart.render(
                                Chart.NEW_CLUSTER,
                                "maintenance: true\nstorage: {persistent: false}"))
                .hasMessageContaining("maintenance: there are no volumes to be held");
        assertThatThrownBy(() ->
                        Chart.render(Chart.NEW_CLUSTER, "fullnameOverride: " + "a".repeat(46)))
                .hasMessageContaining("fullnameOverride");
    }

    @Test
    void theImageIsTheOneThatIsBuilt() throws Exception {
        String pom = Files.readString(Deploy.path("../pom.xml"));
        String version =
                pom.replaceAll("(?s)^.*?<version>(.*?)(-SNAPSHOT)?</version>.*$", "$1").strip();
        JsonNode set = Deploy.find(Chart.render(Chart.NEW_CLUSTER, ""), "StatefulSet", "zabra");
        assertThat(set.at("/spec/template/spec/containers/0/image").asText())
                .isEqualTo("zabra:" + version);
    }

    @Test
    void aLongNameOfAReleaseStillMakesNamesOfPods() {
        String name =
                Chart.helm()
                        .template()
                        .withName("a-name-of-a-release-that-is-as-long-as-helm-takes-it")
                        .call();
        List<JsonNode> objects = Deploy.objects(name);
        objects.stream().filter(object -> !Api.isExtension(object)).forEach(Api::check);
        assertThat(objects)
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/name").asText())
                                .hasSizeLessThanOrEqualTo(54));
    }

    @Test
    void anUnknownFieldWouldBeFound() {
        ObjectNode planted =
                Deploy.find(Chart.render(Chart.NEW_CLUSTER, ""), "StatefulSet", "zabra").deepCopy();
        ((ObjectNode) planted.at("/spec/template/spec")).put("hostNetworks", true);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Api.check(planted))
                .withMessageContaining("hostNetworks");
    }

    @Test
    void theBudgetIsOfTheApiThatTheClusterHas() {
        assertThat(budget(Chart.OLD_CLUSTER).path("apiVersion").asText())
                .isEqualTo("policy/v1beta1");
        assertThat(budget(Chart.OLD_CLUSTER).at("/spec").has("unhealthyPodEvictionPolicy"))
                .isFalse();
        assertThat(budget(Chart.NEW_CLUSTER).path("apiVersion").asText()).isEqualTo("policy/v1");
        assertThat(budget(Chart.NEW_CLUSTER).at("/spec/maxUnavailable").asInt()).isEqualTo(1);
    }

    private static JsonNode budget(String cluster) {
        return Deploy.find(Chart.render(cluster, ""), "PodDisruptionBudget", "zabra");
    }
}
