package zabra.interop.server;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Command lines that run a main class of this class path on this JDK. */
public final class JavaCommand {
    /** For processes that come and go: what they take to start, and of memory, is little. */
    static final List<String> LIGHT_FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaCommand() {}

    /** {@code java … mainClass arguments}, with a heap of at most {@code heapMib} MiB. */
    public static List<String> of(
            String mainClass, Map<String, String> properties, int heapMib, List<String> arguments) {
        return of(mainClass, properties, heapMib, LIGHT_FLAGS, arguments);
    }

    /** The same of a server. */
    public static List<String> of(ServerKind kind, ServerOptions options, String configFile) {
        return of(kind, options, options.properties(), configFile);
    }

    /** The same with other properties than the options'. */
    public static List<String> of(
            ServerKind kind,
            ServerOptions options,
            Map<String, String> properties,
            String configFile) {
        return of(
                kind.mainClass(),
                properties,
                options.heapMib(),
                options.flags(),
                kind.arguments(configFile));
    }

    private static List<String> of(
            String mainClass,
            Map<String, String> properties,
            int heapMib,
            List<String> flags,
            List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMib + "m");
        command.addAll(flags);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Dlogback.configurationFile=" + resource("/logback-child.xml"));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(classPath());
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /**
     * The tests' class path without the tests: their logging would take the place of the server's.
     */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.contains("surefire"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path resource(String name) {
        try {
            return Path.of(JavaCommand.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("resource " + name, e);
        }
    }
}
