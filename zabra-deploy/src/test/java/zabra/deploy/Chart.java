package zabra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart as Helm renders it. */
final class Chart {
    static final String NEW_CLUSTER = "1.30.0";
    static final String OLD_CLUSTER = "1.20.2";

    private Chart() {}

    static Helm helm() {
        return new Helm(Deploy.path("chart/zabra"));
    }

    /**
     * The objects of a release {@code zabra}.
     *
     * @param values as in a file of values; empty for the defaults
     */
    static List<JsonNode> render(String kubeVersion, String values) {
        Path file = null;
        try {
            TemplateCommand command =
                    helm().template()
                            .withName("zabra")
                            .withNamespace("default")
                            .withKubeVersion(kubeVersion);
            if (!values.isEmpty()) {
                file = Files.createTempFile("values", ".yaml");
                Files.writeString(file, values);
                command.withValuesFile(file);
            }
            return Deploy.objects(command.call());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null) {
                file.toFile().delete();
            }
        }
    }

    /**
     * The pod that "helm test" makes. Helm in this process leaves hooks out, so it is given a copy
     * in which it is none.
     *
     * @param copy an empty directory
     */
    static JsonNode test(Path copy, String values) {
        Path chart = Deploy.path("chart/zabra");
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = copy.resolve(chart.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (file.getParent().endsWith("tests")) {
                    Files.writeString(
                            target, Files.readString(file).replaceAll("helm\\.sh/hook", "a/b"));
                } else {
                    Files.copy(file, target);
                }
            }
            Path file = Files.writeString(copy.resolve("given.yaml"), values);
            String rendered =
                    new Helm(copy).template().withName("zabra").withValuesFile(file).call();
            return Deploy.objects(rendered).stream()
                    .filter(object -> object.path("kind").asText().equals("Pod"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
