package zabra.server.config;

/**
 * Removal of old snapshots and logs.
 *
 * @param retain snapshots kept, at least 3
 * @param intervalHours between two runs, the first at start; 0 for never
 */
public record PurgeConfig(int retain, int intervalHours) {
    public static final PurgeConfig DEFAULT = new PurgeConfig(3, 0);
}
