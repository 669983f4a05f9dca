package zabra.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import zabra.server.config.Known.Applied;

/**
 * What was given, key by key, the later source over the earlier. Complaints are collected, so that
 * an operator sees all of them at once.
 */
final class Settings {
    private final Map<Known, Given> given = new LinkedHashMap<>();

    /** A value that is asked for twice is complained of once. */
    private final Set<String> problems = new LinkedHashSet<>();

    private final List<String> warnings = new ArrayList<>();

    void put(Known known, Given value) {
        // Taken out first, so that the order is that of the value that counts.
        given.remove(known);
        given.put(known, value);
    }

    void problem(String text) {
        problems.add(text);
    }

    void warn(String text) {
        warnings.add(text);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return warnings;
    }

    Map<Known, Given> all() {
        return given;
    }

    boolean has(Known known) {
        return given.containsKey(known);
    }

    /**
     * The value, or the fallback where it was not given, or was given wrongly and is complained of.
     */
    <T> T get(Applied<T> key) {
        Given value = given.get(key);
        if (value == null) {
            return key.fallback();
        }
        try {
            return key.values().parse().apply(value.value());
        } catch (IllegalArgumentException e) {
            problems.add(
                    say(
                            key,
                            e.getMessage()
                                    + "; expected "
                                    + key.values().allowed()
                                    + example(key)));
            return key.fallback();
        }
    }

    /** A sentence about a key that was given: where, what, and the text. */
    String say(Known key, String text) {
        Given value = given.get(key);
        boolean secret = key instanceof Applied<?> applied && applied.secret();
        return value.origin()
                + ": "
                + value.name()
                + "="
                + (secret ? "***" : value.value())
                + ": "
                + text;
    }

    private static String example(Applied<?> key) {
        return switch (key.fallback()) {
            case Integer number when number >= 0 -> "; the default is " + number;
            case Long number when number >= 0 -> "; the default is " + number;
            case null, default -> "";
        };
    }

    /** What was given and applied, for people, without secrets. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        given.forEach((known, value) -> {
            if (known instanceof Applied<?> applied) {
                lines.add(
                        known.names().key()
                                + " = "
                                + (applied.secret() ? "***" : value.value())
                                + "   ("
                                + value.origin()
                                + ")");
            }
        });
        return lines;
    }
}
