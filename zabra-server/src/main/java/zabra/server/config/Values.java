package zabra.server.config;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How the text of a value becomes a value.
 *
 * @param parse throws {@link IllegalArgumentException} with what is wrong
 * @param allowed completes "expected …"
 */
record Values<T>(Function<String, T> parse, String allowed) {

    static Values<Integer> whole(int min, int max, String unit) {
        return new Values<>(text -> (int) number(text, min, max), range(min, max, unit));
    }

    static Values<Long> wholeLong(long min, long max, String unit) {
        return new Values<>(text -> number(text, min, max), range(min, max, unit));
    }

    /** A share of a whole: a decimal from 0 to 1. */
    static Values<Double> share() {
        return new Values<>(
                text -> {
                    double value = Double.parseDouble(text);
                    if (!(value >= 0 && value <= 1)) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                },
                "a decimal from 0 to 1");
    }

    private static String range(long min, long max, String unit) {
        return "a whole number from " + min + " to " + max + (unit.isEmpty() ? "" : " " + unit);
    }

    private static long number(String text, long min, long max) {
        long value;
        if (text.startsWith("0x") || text.startsWith("0X")) {
            value = Long.parseLong(text, 2, text.length(), 16);
        } else {
            value = Long.parseLong(text);
        }
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    /**
     * Only {@code true} and {@code false}, in any case: a "yes" that meant no has cost people data.
     */
    static Values<Boolean> trueOrFalse() {
        return choice(Map.of("true", true, "false", false), "true or false");
    }

    static Values<Boolean> yesOrNo() {
        return choice(Map.of("yes", true, "no", false), "yes or no");
    }

    static <T> Values<T> choice(Map<String, T> choices, String allowed) {
        return new Values<>(
                text -> {
                    T value = choices.get(text.toLowerCase(Locale.ROOT));
                    if (value == null) {
                        throw new IllegalArgumentException("not one of the choices");
                    }
                    return value;
                },
                allowed);
    }

    static Values<String> text() {
        return new Values<>(Function.identity(), "text");
    }

    static Values<String> matching(String regex, String allowed) {
        return new Values<>(
                text -> {
                    if (!text.matches(regex)) {
                        throw new IllegalArgumentException("not of that form");
                    }
                    return text;
                },
                allowed);
    }

    static Values<Path> directory() {
        return new Values<>(
                text -> {
                    if (text.isEmpty()) {
                        throw new IllegalArgumentException("empty");
                    }
                    return Path.of(text);
                },
                "the path of a directory");
    }

    static Values<Path> file() {
        return new Values<>(directory().parse(), "the path of a file");
    }

    static Values<Double> decimal() {
        return new Values<>(
                text -> {
                    double value = Double.parseDouble(text);
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                },
                "a decimal");
    }

    /** Separated by commas; blanks and empty parts do not count. */
    static Values<List<String>> list(String allowed) {
        return new Values<>(
                text -> {
                    List<String> parts = new ArrayList<>();
                    for (String part : text.split(",", -1)) {
                        if (!part.isBlank()) {
                            parts.add(part.strip());
                        }
                    }
                    return List.copyOf(parts);
                },
                allowed);
    }

    static Values<String> digestAlgorithm() {
        return new Values<>(
                text -> {
                    try {
                        return MessageDigest.getInstance(text).getAlgorithm().isEmpty() ? "" : text;
                    } catch (NoSuchAlgorithmException e) {
                        throw new IllegalArgumentException("unknown to this Java", e);
                    }
                },
                "a message digest of this Java, such as SHA1, SHA-256 or SHA-512");
    }
}
