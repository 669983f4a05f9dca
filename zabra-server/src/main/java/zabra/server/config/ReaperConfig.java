package zabra.server.config;

/**
 * Removal of container and TTL znodes.
 *
 * @param checkIntervalMillis {@code znode.container.checkIntervalMs}
 * @param perMinuteMax {@code znode.container.maxPerMinute}
 * @param neverUsedMillisMax {@code znode.container.maxNeverUsedIntervalMs}: a container that never
 *     had a child goes after this; 0 for never
 */
public record ReaperConfig(int checkIntervalMillis, int perMinuteMax, long neverUsedMillisMax) {
    public static final ReaperConfig DEFAULT = new ReaperConfig(60_000, 10_000, 0);
}
