package zabra.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every declared key by every name it may be given under. */
final class Catalogue {
    /**
     * Environment variables that set a key begin so; no service link of a container platform does.
     */
    static final String ENVIRONMENT_PREFIX = "ZABRA_SET_";

    private static final Map<String, Known> IN_FILE = new HashMap<>();
    private static final Map<String, Known> AS_PROPERTY = new HashMap<>();
    private static final Map<String, String> FROM_ENVIRONMENT = new HashMap<>();

    static {
        List<Known> all = new ArrayList<>();
        all.addAll(AppliedKeys.all());
        all.addAll(EnsembleKeys.all());
        all.addAll(OwnKeys.all());
        all.addAll(IdleKeys.all());
        all.addAll(RefusedKeys.all());
        for (Known known : all) {
            for (String name : known.names().inFile()) {
                put(IN_FILE, name, known);
                FROM_ENVIRONMENT.putIfAbsent(environmentForm(name), name);
            }
            for (String name : known.names().asProperty()) {
                put(AS_PROPERTY, name, known);
            }
        }
    }

    private Catalogue() {}

    private static void put(Map<String, Known> map, String name, Known known) {
        if (map.put(name, known) != null) {
            throw new IllegalStateException("key " + name + " is declared twice");
        }
    }

    /** The key of this name in the file or on the command line; null for none. */
    static Known inFile(String name) {
        return IN_FILE.get(name);
    }

    /** The key that this system property sets; null for none. */
    static Known asProperty(String name) {
        return AS_PROPERTY.get(name);
    }

    /** The name in the file that {@code ZABRA_SET_…} stands for; null for none. */
    static String fromEnvironment(String variable) {
        return FROM_ENVIRONMENT.get(variable.substring(ENVIRONMENT_PREFIX.length()));
    }

    /** Upper case, with {@code _} for whatever a variable's name may not hold. */
    static String environmentForm(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Every name the file may use, sorted. */
    static SortedSet<String> namesInFile() {
        return new TreeSet<>(IN_FILE.keySet());
    }

    /** Every declared key once. */
    static List<Known> keys() {
        return IN_FILE.values().stream().distinct().toList();
    }
}
