package zabra.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Map;

/** What the API of Kubernetes takes: every field must be one that it knows, and of its type. */
final class Api {
    private static final Map<String, Class<?>> TYPES =
            Map.of(
                    "v1/ConfigMap", ConfigMap.class,
                    "v1/Pod", Pod.class,
                    "v1/Service", Service.class,
                    "apps/v1/StatefulSet", StatefulSet.class,
                    "policy/v1/PodDisruptionBudget",
                            io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class,
                    "policy/v1beta1/PodDisruptionBudget",
                            io.fabric8.kubernetes.api.model.policy.v1beta1.PodDisruptionBudget
                                    .class,
                    "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(new NothingUnknown());

    /** The classes have a place for unknown fields; here there is none. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    private Api() {}

    /** Whether it is of an extension, of which nothing is known here. */
    static boolean isExtension(JsonNode object) {
        return object.path("apiVersion").asText().startsWith("monitoring.coreos.com/");
    }

    /** Fails where an object has a field that the API does not have. */
    static void check(JsonNode object) {
        String type = object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        Class<?> known = TYPES.get(type);
        if (known == null) {
            throw new AssertionError("an object of unknown type " + type);
        }
        try {
            STRICT.treeToValue(object, known);
        } catch (JsonProcessingException e) {
            throw new AssertionError(
                    type + " " + object.at("/metadata/name").asText() + ": " + e.getMessage(), e);
        }
    }
}
