package zabra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
}
