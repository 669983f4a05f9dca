package zabra.server.config;

import java.net.InetSocketAddress;

/**
 * A port on which pages are served by HTTP.
 *
 * @param port 1..65535; {@link #NONE} for none; {@link #ANY_FREE} (never from a file) for whatever
 *     the system gives
 * @param host address or name to bind; empty for all addresses
 */
public record HttpPortConfig(int port, String host) {
    /** As in a file: 0 for none. */
    public static final int NONE = 0;

    public static final int ANY_FREE = -1;

    public static final HttpPortConfig OFF = new HttpPortConfig(NONE, "");

    public boolean isListening() {
        return port != NONE;
    }

    /** The address to bind, resolved now; it may be unresolved, which the bind then reports. */
    public InetSocketAddress address() {
        int bound = port == ANY_FREE ? 0 : port;
        return host.isEmpty() ? new InetSocketAddress(bound) : new InetSocketAddress(host, bound);
    }
}
