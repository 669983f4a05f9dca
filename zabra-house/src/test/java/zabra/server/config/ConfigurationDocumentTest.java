package zabra.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import zabra.house.Repository;
import zabra.server.config.Known.Applied;
import zabra.server.config.Known.Idle;
import zabra.server.config.Known.Refused;

/**
 * What docs/configuration.md says of each key is what the code does with it. In the package of the
 * keys, which nobody else is to see.
 */
final class ConfigurationDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");

    @Test
    void appliedKeysAreThereWithTheirDefaults() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>(rows("Applied"));
        for (Known known : Catalogue.keys()) {
            if (known instanceof Applied<?> applied) {
                String key = known.names().key();
                // Words where the default follows from something else or is nothing.
                boolean plain =
                        applied.fallback() instanceof Number
                                || applied.fallback() instanceof Boolean;
                expected.put(key, plain ? shown(applied.fallback(), actual.get(key)) : "words");
                if (!plain && actual.containsKey(key)) {
                    actual.put(key, "words");
                }
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void keysWithoutEffectAreThereWithTheReason() throws IOException {
        assertThat(rows("Accepted without effect"))
                .isEqualTo(declared(Idle.class::isInstance, known -> ((Idle) known).why()));
    }

    @Test
    void refusedKeysAreThereWithTheirHarmlessValues() throws IOException {
        assertThat(rows("Refused"))
                .isEqualTo(
                        declared(
                                Refused.class::isInstance,
                                known -> {
                                    String values = String.join(", ", ((Refused) known).harmless());
                                    return values.isEmpty() ? "none" : values;
                                }));
    }

    private static Map<String, String> declared(
            Predicate<Known> which, Function<Known, String> column) {
        return Catalogue.keys().stream()
                .filter(which)
                .collect(
                        Collectors.toMap(
                                known -> known.names().key(), column, (a, _) -> a, TreeMap::new));
    }

    /** A switch is written as its key takes it. */
    private static String shown(Object fallback, String documented) {
        if (fallback instanceof Boolean on
                && ("yes".equals(documented) || "no".equals(documented))) {
            return on ? "yes" : "no";
        }
        return String.valueOf(fallback);
    }

    /** First and second column of the section's table. */
    private static Map<String, String> rows(String section) throws IOException {
        Repository repository = Repository.ofWorkingDirectory();
        String text = Files.readString(repository.root().resolve("docs/configuration.md"));
        int start = text.indexOf("\n## " + section + "\n");
        assertThat(start).as("section %s", section).isNotNegative();
        int end = text.indexOf("\n## ", start + 1);
        Matcher row = ROW.matcher(text.substring(start, end < 0 ? text.length() : end));
        Map<String, String> rows = new TreeMap<>();
        while (row.find()) {
            rows.put(row.group(1), row.group(2).strip());
        }
        return rows;
    }
}
