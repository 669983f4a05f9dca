package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is easily left behind, and what a test must not lean on. */
final class HabitsTest {
    /** What no source may contain, and what to do about it. */
    private static final Map<Pattern, String> EVERYWHERE =
            Map.of(
                    Pattern.compile("new UnsupportedOperationException\\(\\)"),
                    "a stub: write it, or say what is not supported",
                    Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b"),
                    "do it, or drop it",
                    Pattern.compile("^import static .*\\.\\*;|^import .*\\.\\*;"),
                    "name what is imported",
                    Pattern.compile(
                            "\\b(?:class|record|interface|enum)"
                                    + " \\w+(?:Util|Utils|Helper|Manager|Impl)\\b"),
                    "name it after what it is");

    /** What no test may contain. */
    private static final Map<Pattern, String> IN_TESTS =
            Map.of(
                    Pattern.compile("@Dis" + "abled\\b"),
                    "mend it, or remove it",
                    Pattern.compile("\\bThread\\.sl" + "eep\\("),
                    "wait for the state, not for a time");

    @Test
    void nothingIsLeftBehind() throws IOException {
        Repository repository = Repository.ofWorkingDirectory();
        List<String> found = new ArrayList<>();
        for (Path file : repository.files(".java")) {
            String name = repository.name(file);
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (String complaint : complaints(lines.get(i), name.contains("/src/test/"))) {
                    found.add(name + ":" + (i + 1) + ": " + complaint);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void whatIsLeftBehindIsFound() {
        assertThat(complaints("throw new UnsupportedOperationExc" + "eption();", false)).hasSize(1);
        assertThat(complaints("import java.util" + ".*;", false)).hasSize(1);
        assertThat(complaints("final class PathUt" + "ils {", false)).hasSize(1);
        assertThat(complaints("Thread.sle" + "ep(10);", false)).isEmpty();
        assertThat(complaints("Thread.sle" + "ep(10);", true)).hasSize(1);
    }

    private static List<String> complaints(String line, boolean test) {
        List<String> found = new ArrayList<>();
        collect(EVERYWHERE, line, found);
        if (test) {
            collect(IN_TESTS, line, found);
        }
        return found;
    }

    private static void collect(Map<Pattern, String> bans, String line, List<String> found) {
        bans.forEach((pattern, instead) -> {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                found.add(matcher.group() + ": " + instead);
            }
        });
    }
}
