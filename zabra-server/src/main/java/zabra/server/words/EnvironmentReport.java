package zabra.server.words;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The process and its machine: {@code envi}. */
final class EnvironmentReport {
    private static final List<String> PROPERTIES =
            List.of(
                    "java.version",
                    "java.vendor",
                    "java.home",
                    "java.class.path",
                    "java.library.path",
                    "java.io.tmpdir",
                    "java.compiler",
                    "os.name",
                    "os.arch",
                    "os.version",
                    "user.name",
                    "user.home",
                    "user.dir");

    private EnvironmentReport() {}

    static String envi() {
        StringBuilder out = new StringBuilder(2000).append("Environment:\n");
        lineTo(out, "zookeeper.version", ServerVersion.CURRENT.asReference());
        lineTo(out, "host.name", HostName.VALUE);
        for (String property : PROPERTIES) {
            lineTo(out, property, System.getProperty(property, "<NA>"));
        }
        Runtime runtime = Runtime.getRuntime();
        lineTo(out, "os.memory.free", megabytes(runtime.freeMemory()));
        lineTo(out, "os.memory.max", megabytes(runtime.maxMemory()));
        lineTo(out, "os.memory.total", megabytes(runtime.totalMemory()));
        return out.toString();
    }

    private static void lineTo(StringBuilder out, String key, String value) {
        out.append(key).append('=').append(value).append('\n');
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + "MB";
    }

    /** Asked once, and only by who asks for the environment: a resolver may take seconds. */
    private static final class HostName {
        static final String VALUE = find();

        private static String find() {
            try {
                return InetAddress.getLocalHost().getCanonicalHostName();
            } catch (UnknownHostException _) {
                return "<NA>";
            }
        }
    }
}
