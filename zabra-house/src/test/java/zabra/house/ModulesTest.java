package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zabra.house.bad.ReachesTooFar;

/** Which module may know which, and which library: the arrows of ARCHITECTURE.md. */
final class ModulesTest {
    /** What a module may use beside itself and {@code java.}, as package prefixes. */
    private static final Map<String, List<String>> ALLOWED =
            Map.of(
                    "protocol", List.of(),
                    "consensus", List.of("zabra.protocol"),
                    "tree", List.of("zabra.protocol"),
                    "storage", List.of("zabra.protocol", "org.xerial.snappy"),
                    "peer",
                            List.of(
                                    "zabra.protocol",
                                    "zabra.consensus",
                                    "zabra.tree",
                                    "zabra.storage",
                                    "org.jctools",
                                    "org.slf4j"),
                    "server",
                            List.of(
                                    "zabra.protocol",
                                    "zabra.consensus",
                                    "zabra.tree",
                                    "zabra.storage",
                                    "zabra.peer",
                                    "org.jctools",
                                    "org.slf4j",
                                    "io.netty",
                                    "com.sun.management",
                                    "javax.management"),
                    "client", List.of("zabra.protocol", "org.HdrHistogram"),
                    "simulator",
                            List.of(
                                    "zabra.protocol",
                                    "zabra.consensus",
                                    "zabra.tree",
                                    "zabra.storage",
                                    "zabra.peer"),
                    "cli",
                            List.of(
                                    "zabra.protocol",
                                    "zabra.consensus",
                                    "zabra.tree",
                                    "zabra.storage",
                                    "zabra.peer",
                                    "zabra.server",
                                    "zabra.client",
                                    "zabra.simulator",
                                    "org.HdrHistogram",
                                    "org.slf4j",
                                    "picocli"));

    /** The class files' language, and the JDK beyond {@code java.} that a class may mention. */
    private static final Set<String> LANGUAGE = Set.of("java", "[");

    @Test
    void aModuleKnowsOnlyWhatItMay() {
        assertThat(violations(Zabra.classes()))
                .as("dependencies that the table in ModulesTest does not allow")
                .isEmpty();
    }

    @Test
    void everyModuleHasItsRule() {
        assertThat(Zabra.classes().stream().map(Zabra::module).distinct())
                .as("modules (second part of the package) with classes")
                .isSubsetOf(ALLOWED.keySet());
    }

    @Test
    void aForbiddenArrowIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(ReachesTooFar.class);
        assertThat(violations(planted, type -> "protocol")).isNotEmpty();
    }

    private static List<String> violations(JavaClasses classes) {
        return violations(classes, Zabra::module);
    }

    private static List<String> violations(
            JavaClasses classes, Function<JavaClass, String> moduleOf) {
        return classes.stream()
                .flatMap(type -> forbidden(type, moduleOf.apply(type)))
                .sorted()
                .distinct()
                .toList();
    }

    private static Stream<String> forbidden(JavaClass type, String module) {
        List<String> allowed = ALLOWED.getOrDefault(module, List.of());
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> !isAllowed(dependency, module, allowed))
                .map(d ->
                        type.getName()
                                + " uses "
                                + d.getTargetClass().getBaseComponentType().getName());
    }

    private static boolean isAllowed(Dependency dependency, String module, List<String> allowed) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String name = target.getPackageName();
        return target.isPrimitive()
                || LANGUAGE.contains(name.split("\\.", 2)[0])
                || isIn(name, Zabra.ROOT + module)
                || allowed.stream().anyMatch(prefix -> isIn(name, prefix));
    }

    private static boolean isIn(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }
}
