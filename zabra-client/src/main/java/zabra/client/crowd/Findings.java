package zabra.client.crowd;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Named numbers, in the order in which they were found. Used by one thread. */
public final class Findings {
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    void put(String name, double number) {
        numbers.put(name, number);
    }

    /**
     * What was found under that name.
     *
     * @throws IllegalArgumentException where nothing was
     */
    public double get(String name) {
        Double number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("nothing is called " + name + " in " + numbers);
        }
        return number;
    }

    /** One JSON object without an end of line. */
    public String json() {
        return numbers.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "\"%s\": %.3f", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The middle one, of any order; of none it is not a number. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
