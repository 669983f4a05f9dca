package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The design for Meshery holds the objects of the plain manifest. With {@code ZABRA_WRITE_DESIGN}
 * in the environment it is written anew.
 */
final class DesignTest {
    private static final YAMLMapper WRITER =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build();

    /** The same for the same name, always. */
    private static String id(String name) {
        return UUID.nameUUIDFromBytes(("zabra/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static JsonNode design() {
        ObjectNode design = WRITER.createObjectNode();
        design.put("id", id("design"));
        design.put("name", "Zabra: an ensemble of three");
        design.put("schemaVersion", "designs.meshery.io/v1beta3");
        design.put("version", "0.1.0");
        ArrayNode components = design.putArray("components");
        for (JsonNode object : Deploy.objects(Deploy.path("kubernetes/base/zabra.yaml"))) {
            components.add(component(object));
        }
        design.putArray("relationships");
        return design;
    }

    private static JsonNode component(JsonNode object) {
        String kind = object.path("kind").asText();
        String name = object.at("/metadata/name").asText();
        ObjectNode component = WRITER.createObjectNode();
        component.put("id", id(kind + "/" + name));
        component.put("schemaVersion", "components.meshery.io/v1beta2");
        component.put("version", "v1.0.0");
        component.put("displayName", name);
        component.put("format", "JSON");
        ObjectNode model = component.putObject("model");
        model.put("id", id("kubernetes"));
        model.put("schemaVersion", "models.meshery.io/v1beta2");
        model.put("version", "v1.0.0");
        model.put("name", "kubernetes");
        model.put("displayName", "Kubernetes");
        model.putObject("model").put("version", "v1.30.0");
        ObjectNode what = component.putObject("component");
        what.put("kind", kind);
        what.put("version", object.path("apiVersion").asText());
        ObjectNode configuration = object.deepCopy();
        configuration.remove("kind");
        configuration.remove("apiVersion");
        component.set("configuration", configuration);
        return component;
    }

    @Test
    void theDesignHoldsTheObjectsOfTheManifest() throws Exception {
        Path file = Deploy.path("meshery/design.yml");
        if (System.getenv("ZABRA_WRITE_DESIGN") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, WRITER.writeValueAsString(design()));
        }
        assertThat(Deploy.objects(file))
                .as(
                        "write it anew: ZABRA_WRITE_DESIGN=1 mvn -pl zabra-deploy -am test"
                                + " -Dtest=DesignTest -Dsurefire.failIfNoSpecifiedTests=false")
                .containsExactly(design());
    }
}
