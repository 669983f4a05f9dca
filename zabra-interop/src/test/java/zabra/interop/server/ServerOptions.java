package zabra.interop.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server is configured: keys of its {@code zoo.cfg} over the defaults below, Java system
 * properties, its heap limit in MiB, and flags of its Java machine. Immutable.
 */
public record ServerOptions(
        Map<String, String> config,
        Map<String, String> properties,
        int heapMib,
        List<String> flags) {

    /** The password of the super user of {@link #defaults}. */
    public static final String SUPER_AUTH = "super:secret";

    private static final String SUPER_DIGEST = "super:" + Digests.of(SUPER_AUTH);

    public ServerOptions {
        config = Map.copyOf(config);
        properties = Map.copyOf(properties);
        flags = List.copyOf(flags);
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
        return new ServerOptions(
                config,
                Map.of("znode.container.checkIntervalMs", "3600000"),
                256,
                JavaCommand.LIGHT_FLAGS);
    }

    /** With one more key of {@code zoo.cfg}. */
    public ServerOptions with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(config);
        more.put(key, value);
        return new ServerOptions(more, properties, heapMib, flags);
    }

    /** With one more Java system property, for keys a {@code zoo.cfg} cannot set. */
    public ServerOptions withProperty(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(key, value);
        return new ServerOptions(config, more, heapMib, flags);
    }

    public ServerOptions withHeapMib(int mib) {
        return new ServerOptions(config, properties, mib, flags);
    }

    /** With these flags in the place of those that make a process start fast. */
    public ServerOptions withFlags(String... others) {
        return new ServerOptions(config, properties, heapMib, List.of(others));
    }

    /** Without waiting for the disk: for tests that are not about it. */
    public ServerOptions unsynced() {
        return with("forceSync", "no");
    }
}
