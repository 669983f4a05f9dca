package zabra.interop.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a server is configured: keys of its {@code zoo.cfg} over the defaults below, Java system
 * properties, and its heap limit in MiB. Immutable.
 */
public record ServerOptions(
        Map<String, String> config, Map<String, String> properties, int heapMib) {

    /** The password of the super user of {@link #defaults}. */
    public static final String SUPER_AUTH = "super:secret";

    private static final String SUPER_DIGEST = "super:" + Digests.of(SUPER_AUTH);

    public ServerOptions {
        config = Map.copyOf(config);
        properties = Map.copyOf(properties);
    }

    /**
     * A quiet server: no HTTP, all four-letter words, no limit of connections, sessions up to ten
     * minutes, nothing reaped by itself, a super user.
     */
    public static ServerOptions defaults() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("tickTime", "2000");
        config.put("maxSessionTimeout", "600000");
        config.put("maxClientCnxns", "0");
        config.put("admin.enableServer", "false");
        config.put("4lw.commands.whitelist", "*");
        config.put("preAllocSize", "256");
        config.put("DigestAuthenticationProvider.superDigest", SUPER_DIGEST);
        return new ServerOptions(config, Map.of("znode.container.checkIntervalMs", "3600000"), 256);
    }

    /** With one more key of {@code zoo.cfg}. */
    public ServerOptions with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(config);
        more.put(key, value);
        return new ServerOptions(more, properties, heapMib);
    }

    /** With one more Java system property, for keys a {@code zoo.cfg} cannot set. */
    public ServerOptions withProperty(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(key, value);
        return new ServerOptions(config, more, heapMib);
    }

    public ServerOptions withHeapMib(int mib) {
        return new ServerOptions(config, properties, mib);
    }

    /** Without waiting for the disk: for tests that are not about it. */
    public ServerOptions unsynced() {
        return with("forceSync", "no");
    }
}
