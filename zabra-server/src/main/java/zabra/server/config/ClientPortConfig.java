package zabra.server.config;

import java.net.InetSocketAddress;

/**
 * Where plaintext clients connect.
 *
 * @param port 1..65535; {@link #NONE} for no listener; {@link #ANY_FREE} (never from a file) for
 *     whatever the system gives
 * @param host address or name to bind; empty for all addresses
 * @param backlog length of the listen queue; -1 for the system's default
 */
public record ClientPortConfig(int port, String host, int backlog) {
    public static final int NONE = -1;
    public static final int ANY_FREE = 0;

    public boolean isListening() {
        return port != NONE;
    }

    /** The address to bind, resolved now; it may be unresolved, which the bind then reports. */
    public InetSocketAddress address() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }
}
