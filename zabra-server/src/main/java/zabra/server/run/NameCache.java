package zabra.server.run;

import java.security.Security;

/**
 * The JVM's memory of host names: 30 seconds for an address, 10 for that there is none, unless it
 * is told otherwise. A server that comes back elsewhere would not be found for so long.
 */
public final class NameCache {
    private NameCache() {}

    /** Has each look-up ask anew. Before the first one: the JVM reads this once. */
    public static void off() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Security.setProperty("networkaddress.cache.stale.ttl", "0");
    }
}
