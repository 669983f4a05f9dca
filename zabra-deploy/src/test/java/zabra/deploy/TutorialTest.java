package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page about Kubernetes and what runs it, {@code deploy/tutorial-check}, fit. That its commands
 * do what it says is seen on a cluster, not here.
 */
final class TutorialTest {
    private static final Pattern CHECKED = Pattern.compile("(?m)^<!-- check: ([\\w-]+)");
    private static final Pattern NAMED =
            Pattern.compile("deploy/(?:chart|kubernetes|image|meshery|tutorial)[\\w./-]*\\w");

    private static String page() throws IOException {
        return Files.readString(Deploy.path("../docs/kubernetes.md"));
    }

    @Test
    void everyBlockOfCommandsHasItsExpectation() throws Exception {
        assumeThat(pythonIsThere()).as("python3").isTrue();
        Process check =
                new ProcessBuilder("python3", Deploy.path("tutorial-check").toString(), "--list")
                        .redirectErrorStream(true)
                        .start();
        String out = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(out).isZero();
        List<String> named =
                CHECKED.matcher(page()).results().map(found -> found.group(1)).toList();
        assertThat(out.lines()).containsExactlyElementsOf(named).hasSizeGreaterThan(20);
    }

    @Test
    void whatThePageNamesIsThere() throws IOException {
        Path root = Deploy.path("..");
        assertThat(NAMED.matcher(page()).results().map(found -> root.resolve(found.group())))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).exists());
    }

    private static boolean pythonIsThere() {
        try {
            return new ProcessBuilder("python3", "-c", "").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
