package zabra.tree.watch;

/**
 * How much is watched.
 *
 * @param connections that have at least one watch
 * @param paths with at least one watch
 * @param watches pairs of connection and path
 */
public record WatchSummary(int connections, int paths, int watches) {}
