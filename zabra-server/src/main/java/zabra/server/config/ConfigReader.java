package zabra.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import zabra.server.config.Known.Applied;
import zabra.server.config.Known.Idle;
import zabra.server.config.Known.Refused;

/**
 * The one reader of configuration. Sources, the later over the earlier: system properties, the
 * file, environment ({@code ZABRA_SET_TICKTIME=2000}), command line ({@code --set tickTime=2000}).
 *
 * <p>That the file wins over system properties is the reference's way: it turns each key of the
 * file into a property, over what the command line of its JVM said.
 */
public final class ConfigReader {
    private final Map<String, String> environment;
    private final Properties properties;

    private ConfigReader(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** Reads with the environment and the system properties of this process. */
    public static ConfigReader ofThisProcess() {
        return new ConfigReader(System.getenv(), System.getProperties());
    }

    /** Reads with the given ones instead. */
    public static ConfigReader of(Map<String, String> environment, Properties properties) {
        return new ConfigReader(Map.copyOf(environment), properties);
    }

    /**
     * Reads everything.
     *
     * @param file {@code zoo.cfg}; null for none
     * @param overrides {@code key=value} as on the command line
     * @throws ConfigException with everything that is wrong
     */
    public LoadedConfig read(Path file, List<String> overrides) throws ConfigException {
        Settings settings = new Settings();
        Families families = new Families(settings);
        fromProperties(settings, families);
        if (file != null) {
            fromFile(file, settings, families);
        }
        fromEnvironment(settings, families);
        fromCommandLine(overrides, settings, families);
        ServerConfig config = new ConfigAssembly(settings, families).assemble();
        announce(settings);
        if (!settings.problems().isEmpty()) {
            throw new ConfigException(settings.problems());
        }
        return new LoadedConfig(config, settings.warnings(), settings.describe());
    }

    private void fromProperties(Settings settings, Families families) {
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            Given given = new Given(name, properties.getProperty(name).trim(), "-D" + name);
            Known known = Catalogue.asProperty(name);
            if (known != null) {
                settings.put(known, given);
            } else if (name.startsWith("zookeeper.") && !families.take(given)) {
                settings.warn("-D" + name + " is no property that is known" + meant(name));
            }
        }
    }

    private static void fromFile(Path file, Settings settings, Families families)
            throws ConfigException {
        for (Given given : entries(file)) {
            Known known = Catalogue.inFile(given.name());
            if (known == null) {
                if (!families.take(given)) {
                    settings.problem(unknown(given));
                }
                continue;
            }
            Given before = settings.all().get(known);
            if (before != null && before.origin().startsWith(file + ":")) {
                settings.warn(
                        given.origin()
                                + ": "
                                + given.name()
                                + " is given again; this line counts, not "
                                + before.origin());
            }
            if (given.name().startsWith("zookeeper.") && known instanceof Applied<?>) {
                settings.warn(
                        given.origin()
                                + ": "
                                + given.name()
                                + " is applied as "
                                + known.names().key()
                                + "; Apache ZooKeeper ignores the prefixed name in a file");
            }
            settings.put(known, given);
        }
    }

    private static List<Given> entries(Path file) throws ConfigException {
        if (!Files.exists(file)) {
            throw new ConfigException(
                    List.of(file + " file is missing; give the path of a zoo.cfg"));
        }
        try {
            return ConfigFile.read(file);
        } catch (IOException e) {
            throw new ConfigException(List.of(file + " cannot be read: " + e));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(e.getMessage()));
        }
    }

    private void fromEnvironment(Settings settings, Families families) {
        new TreeMap<>(environment)
                .forEach((variable, value) -> {
                    if (!variable.startsWith(Catalogue.ENVIRONMENT_PREFIX)) {
                        return;
                    }
                    String name = Catalogue.fromEnvironment(variable);
                    if (name == null) {
                        settings.problem(unknownVariable(variable));
                    } else {
                        put(
                                new Given(name, value.trim(), "environment " + variable),
                                settings,
                                families);
                    }
                });
    }

    private static void fromCommandLine(
            List<String> overrides, Settings settings, Families families) {
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals <= 0) {
                settings.problem("--set " + override + ": expected key=value");
                continue;
            }
            String name = override.substring(0, equals).trim();
            put(
                    new Given(name, override.substring(equals + 1).trim(), "--set"),
                    settings,
                    families);
        }
    }

    private static void put(Given given, Settings settings, Families families) {
        Known known = Catalogue.inFile(given.name());
        if (known != null) {
            settings.put(known, given);
        } else if (!families.take(given)) {
            settings.problem(unknown(given));
        }
    }

    private static String unknown(Given given) {
        return given.origin()
                + ": unknown key "
                + given.name()
                + meant(given.name())
                + "; correct or remove it";
    }

    private static String unknownVariable(String variable) {
        TreeSet<String> variables = new TreeSet<>();
        for (String name : Catalogue.namesInFile()) {
            variables.add(Catalogue.ENVIRONMENT_PREFIX + Catalogue.environmentForm(name));
        }
        String nearest = Nearest.to(variable, variables);
        return "environment: "
                + variable
                + " stands for no known key"
                + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }

    private static String meant(String name) {
        String nearest = Nearest.to(name, Catalogue.namesInFile());
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    /** What is taken without effect gets its warning, what is refused its complaint. */
    private static void announce(Settings settings) {
        for (Map.Entry<Known, Given> entry : new ArrayList<>(settings.all().entrySet())) {
            Given given = entry.getValue();
            switch (entry.getKey()) {
                case Applied<?> _ -> {}
                case Idle idle -> {
                    if (!contains(idle.quiet(), given.value())) {
                        settings.warn(
                                given.origin()
                                        + ": "
                                        + given.name()
                                        + " has no effect: "
                                        + idle.why());
                    }
                }
                case Refused refused -> {
                    if (!contains(refused.harmless(), given.value())) {
                        settings.problem(settings.say(refused, refused.why()));
                    }
                }
            }
        }
    }

    private static boolean contains(Iterable<String> values, String value) {
        for (String one : values) {
            if (one.equalsIgnoreCase(value)) {
                return true;
            }
        }
        return false;
    }
}
