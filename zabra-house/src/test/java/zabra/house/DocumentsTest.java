package zabra.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents point at what exists, and the repository stands alone. */
final class DocumentsTest {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)(?<![\\w/.-])(bin/[\\w.-]+)");
    private static final Pattern SOURCE_FILE =
            Pattern.compile("`((?:zabra-[a-z]+|bin|docs|\\.ci)/[\\w./-]+)`");

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    /** Places outside the repository, in two parts so that this file does not name them either. */
    private static final List<String> FOREIGN =
            List.of(
                    "/wo" + "rk/",
                    "/fa" + "rm/",
                    "/tmp/" + "w/",
                    "../sha" + "red",
                    "repo.maven." + "apache.org",
                    "repo1." + "maven.org",
                    "registry-1." + "docker.io");

    private final Repository repository = Repository.ofWorkingDirectory();

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : repository.files(".md")) {
            String prose = FENCE.matcher(Files.readString(document)).replaceAll("");
            Matcher link = LINK.matcher(prose);
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !target.startsWith("mailto:")) {
                    check(document, target, broken);
                }
            }
        }
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void everyNamedFileAndCommandExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : repository.files(".md")) {
            String text = Files.readString(document);
            Stream.concat(
                            COMMAND.matcher(text).results().map(found -> found.group(1)),
                            SOURCE_FILE.matcher(text).results().map(found -> found.group(1)))
                    .distinct()
                    .filter(name -> !Files.exists(repository.root().resolve(name)))
                    .forEach(name -> missing.add(repository.name(document) + ": " + name));
        }
        assertThat(missing).as("files that documents name but nobody has").isEmpty();
    }

    @Test
    void everyNamedTestExists() throws IOException {
        Map<String, Path> tests = new TreeMap<>();
        for (Path source : repository.files("Test.java")) {
            tests.put(source.getFileName().toString().replace(".java", ""), source);
        }
        List<String> missing = new ArrayList<>();
        for (Path document : repository.files(".md")) {
            Matcher named = TEST.matcher(Files.readString(document));
            while (named.find()) {
                Path source = tests.get(named.group(1));
                String method = named.group(2);
                if (source == null
                        || (method != null
                                && !Files.readString(source).contains("void " + method + "("))) {
                    missing.add(repository.name(document) + ": " + named.group());
                }
            }
        }
        assertThat(missing).as("tests that documents name but nobody has").isEmpty();
    }

    @Test
    void commandsAreExecutable() throws IOException {
        List<String> plain =
                Stream.of("bin", ".ci")
                        .flatMap(each -> list(repository.root().resolve(each)))
                        .filter(file -> !Files.isDirectory(file) && !Files.isExecutable(file))
                        .map(repository::name)
                        .toList();
        assertThat(plain).as("commands without the executable bit").isEmpty();
    }

    @Test
    void theRepositoryStandsAlone() throws IOException {
        List<String> foreign = new ArrayList<>();
        for (Path file : repository.files("")) {
            // Every byte is a character here: binary fixtures are looked at, too.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            FOREIGN.stream()
                    .filter(text::contains)
                    .forEach(word -> foreign.add(repository.name(file) + " names " + word));
        }
        assertThat(foreign).isEmpty();
    }

    private void check(Path document, String target, List<String> broken) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        String complaint = repository.name(document) + ": " + target;
        if (!Files.exists(file) || !file.startsWith(repository.root())) {
            broken.add(complaint);
        } else if (parts.length > 1 && file.toString().endsWith(".md")) {
            boolean found =
                    Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith("#"))
                            .anyMatch(line -> anchor(line).equals(parts[1]));
            if (!found) {
                broken.add(complaint + " (no such heading)");
            }
        }
    }

    /** The anchor that a heading gets where Markdown is shown as a page. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+\\s*", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(directory.toString(), e);
        }
    }
}
