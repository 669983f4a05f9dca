package zabra.server.config;

/**
 * Limits of client connections.
 *
 * @param perClientMax {@code maxClientCnxns}, connections per client address; 0 for no limit
 * @param totalMax {@code maxCnxns}, all connections; 0 for no limit
 * @param sessionlessTimeoutMillis a connection that has not asked for a session by then is closed
 *     ({@code nio.sessionlessCnxnTimeout}); 0 or less for never
 */
public record ConnectionConfig(int perClientMax, int totalMax, int sessionlessTimeoutMillis) {
    public static final ConnectionConfig DEFAULT = new ConnectionConfig(60, 0, 10_000);
}
