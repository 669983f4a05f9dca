package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zabra.server.ZabraServer;
import zabra.server.config.ClientPortConfig;
import zabra.server.config.ConfigReader;
import zabra.server.config.HttpConfig;
import zabra.server.config.HttpPortConfig;
import zabra.server.net.quorum.QuorumBindException;

/** Rules and dashboard ask for what a server tells, and are of the form that their readers want. */
final class MonitoringTest {
    private static final String ALL =
            "metrics: {podMonitor: {enabled: true}, rules: {enabled: true}, dashboard: {enabled:"
                    + " true}}\nobservers: {replicas: 1}";

    private static final Set<String> LANGUAGE =
            Set.of("sum", "max", "rate", "increase", "absent", "floor", "and", "or", "by");

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*\\}|\\[[^]]*]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_:][\\w:]*");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([A-Za-z_:][\\w:]*)[{ ]");

    @TempDir Path directory;

    private static List<JsonNode> objects() {
        return Chart.render(Chart.NEW_CLUSTER, ALL);
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group :
                Deploy.find(objects(), "PrometheusRule", "zabra").at("/spec/groups")) {
            assertThat(group.path("name").asText()).isNotEmpty();
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(
                        Deploy.find(objects(), "ConfigMap", "zabra-dashboard")
                                .at("/data/zabra.json")
                                .asText());
    }

    private static Set<String> metricsIn(String expression) {
        String bare = STRING.matcher(expression).replaceAll("");
        Set<String> words = new TreeSet<>();
        WORD.matcher(LABELS.matcher(bare).replaceAll(" "))
                .results()
                .map(found -> found.group())
                .filter(word -> !LANGUAGE.contains(word))
                .forEach(words::add);
        return words;
    }

    @Test
    void everythingThatIsAskedForIsTold() throws Exception {
        Set<String> asked = new TreeSet<>();
        rules().forEach(rule -> asked.addAll(metricsIn(rule.path("expr").asText())));
        dashboard()
                .findValuesAsText("expr")
                .forEach(expression -> asked.addAll(metricsIn(expression)));
        assertThat(asked).hasSizeGreaterThan(15).contains("is_leader", "fsynctime_sum");
        assertThat(told()).containsAll(asked);
    }

    @Test
    void wordsOfAnExpressionThatAreNoMetricsAreFew() {
        assertThat(metricsIn("sum(rate(a_total{x=\"b{c}\"}[5m])) / max(c) > 4 or absent(d)"))
                .containsExactly("a_total", "c", "d");
    }

    /** The names that a leader tells. */
    private Set<String> told() throws Exception {
        try (ZabraServer server = alone()) {
            Instant late = Instant.now().plus(Duration.ofMinutes(2));
            String page;
            do {
                assertThat(Instant.now()).as("it does not lead").isBefore(late);
                page = page(server.metricsPort());
            } while (!page.contains("\nis_leader 1\n"));
            Set<String> names = new TreeSet<>();
            SAMPLE.matcher(page).results().forEach(found -> names.add(found.group(1)));
            return names;
        }
    }

    /** An ensemble of one. */
    private ZabraServer alone() throws Exception {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            var config =
                    ConfigReader.of(new TreeMap<>(), new Properties())
                            .read(
                                    null,
                                    List.of(
                                            "dataDir=" + directory,
                                            "db.autocreate=agreed",
                                            "standaloneEnabled=false",
                                            "initLimit=10",
                                            "syncLimit=5",
                                            "member.name=zabra-0",
                                            "server.1=127.0.0.1:"
                                                    + port
                                                    + ":"
                                                    + (port + 1)
                                                    + ";127.0.0.1:2181"))
                            .config()
                            .withClientPort(
                                    new ClientPortConfig(
                                            ClientPortConfig.ANY_FREE, "127.0.0.1", -1))
                            .withHttp(
                                    new HttpConfig(
                                            HttpPortConfig.OFF,
                                            new HttpPortConfig(
                                                    HttpPortConfig.ANY_FREE, "127.0.0.1")));
            config.dirs().create();
            try {
                return ZabraServer.start(config);
            } catch (QuorumBindException e) {
                // Taken: another one.
            }
        }
    }

    private static String page(int port) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aMonitorFindsThePortOfEveryPod() {
        List<JsonNode> objects = objects();
        JsonNode monitor = Deploy.find(objects, "PodMonitor", "zabra");
        for (String name : List.of("zabra", "zabra-observer")) {
            JsonNode pod = Deploy.find(objects, "StatefulSet", name).at("/spec/template");
            monitor.at("/spec/selector/matchLabels")
                    .properties()
                    .forEach(label ->
                            assertThat(pod.at("/metadata/labels").path(label.getKey()))
                                    .isEqualTo(label.getValue()));
            assertThat(pod.findValues("name").stream().map(JsonNode::asText))
                    .contains(monitor.at("/spec/podMetricsEndpoints/0/port").asText());
        }
    }

    @Test
    void aRuleSaysHowBadItIsAndInWords() {
        assertThat(rules()).hasSizeGreaterThan(4);
        for (JsonNode rule : rules()) {
            Set<String> fields = new TreeSet<>();
            rule.fieldNames().forEachRemaining(fields::add);
            assertThat(fields).isSubsetOf("alert", "expr", "for", "labels", "annotations");
            assertThat(rule.path("alert").asText()).matches("Zabra[A-Za-z]+");
            assertThat(rule.path("for").asText("0s")).matches("\\d+[smh]");
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
            String expression = rule.path("expr").asText();
            assertThat(expression.chars().filter(c -> c == '(').count())
                    .isEqualTo(expression.chars().filter(c -> c == ')').count());
        }
    }

    @Test
    void aPanelHasATitleAPlaceAndSomethingToShow() throws IOException {
        JsonNode dashboard = dashboard();
        Set<String> variables = new TreeSet<>();
        dashboard
                .at("/templating/list")
                .forEach(variable -> variables.add(variable.path("name").asText()));
        Set<String> titles = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(titles.add(panel.path("title").asText())).isTrue();
            assertThat(panel.at("/gridPos/w").asInt()).isBetween(1, 24);
            assertThat(panel.path("targets")).isNotEmpty();
            for (JsonNode target : panel.path("targets")) {
                Pattern.compile("\\$(\\w+)")
                        .matcher(target.path("expr").asText())
                        .results()
                        .forEach(found -> assertThat(variables).contains(found.group(1)));
            }
        }
        assertThat(titles).hasSizeGreaterThan(10);
    }
}
