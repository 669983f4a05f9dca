package zabra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A server behaves the same started by {@code bin/zabra} and in the image: one set of flags. */
final class JvmFlagsTest {
    private static final Pattern FLAG = Pattern.compile("-XX:\\w+=\\w+");

    @Test
    void theImageRunsTheServerWithTheCollectorsFlagsOfTheLauncher() throws IOException {
        List<String> launcher = flags(between("../bin/zabra", "\ncollector_flags() {\n", "\n}\n"));
        List<String> image =
                flags(between("image/build", "/app/java.args\" <<'ARGS'\n", "\nARGS\n"));
        assertThat(launcher).isNotEmpty();
        assertThat(image).containsAll(launcher);
    }

    private static String between(String file, String from, String to) throws IOException {
        String text = Files.readString(Deploy.path(file));
        int begin = text.indexOf(from);
        assertThat(begin).as(from).isNotNegative();
        return text.substring(begin, text.indexOf(to, begin));
    }

    private static List<String> flags(String text) {
        return FLAG.matcher(text).results().map(found -> found.group()).toList();
    }
}
