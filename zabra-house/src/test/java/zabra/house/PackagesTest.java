package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import zabra.house.bad.here.Here;
import zabra.house.bad.there.There;

final class PackagesTest {
    private static final Pattern SOURCE =
            Pattern.compile("zabra-[a-z]+/src/(?:main|test)/java/(.+)/([^/]+)\\.java");

    private static final ArchRule NO_CYCLE =
            SlicesRuleDefinition.slices().matching("zabra.(**)").should().beFreeOfCycles();

    private final Repository repository = Repository.ofWorkingDirectory();

    @Test
    void packagesFormNoCycle() {
        NO_CYCLE.check(Zabra.classes());
    }

    @Test
    void aCycleIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(Here.class, There.class);
        assertThat(NO_CYCLE.evaluate(planted).hasViolation()).isTrue();
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        TreeMap<String, Set<String>> types = new TreeMap<>();
        for (Path file : repository.files(".java")) {
            Matcher source = SOURCE.matcher(repository.name(file));
            if (source.matches()) {
                types.computeIfAbsent(source.group(1).replace('/', '.'), _ -> new TreeSet<>())
                        .add(source.group(2));
            }
        }
        List<String> silent =
                types.entrySet().stream()
                        .filter(each -> !each.getValue().contains("package-info"))
                        .map(each -> each.getKey())
                        .toList();
        assertThat(types).isNotEmpty();
        assertThat(silent).as("packages without package-info.java").isEmpty();
    }
}
