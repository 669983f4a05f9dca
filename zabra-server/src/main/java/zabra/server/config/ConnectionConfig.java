package zabra.server.config;

import zabra.peer.ConnectionThrottle;

/**
 * Limits of client connections.
 *
 * @param perClientMax {@code maxClientCnxns}, connections per client address; 0 for no limit
 * @param totalMax {@code maxCnxns}, all connections; 0 for no limit
 * @param sessionlessTimeoutMillis a connection that has not asked for a session by then is closed
 *     ({@code nio.sessionlessCnxnTimeout}); 0 or less for never
 * @param eventLoops how many threads serve the clients' sockets ({@code nio.numSelectorThreads}); 0
 *     for as many as suit the machine
 * @param throttle how fast sessions may be opened ({@code connection_throttle_*})
 */
public record ConnectionConfig(
        int perClientMax,
        int totalMax,
        int sessionlessTimeoutMillis,
        int eventLoops,
        ConnectionThrottle.Options throttle) {
    public static final ConnectionConfig DEFAULT =
            new ConnectionConfig(60, 0, 10_000, 0, ConnectionThrottle.Options.OFF);
}
