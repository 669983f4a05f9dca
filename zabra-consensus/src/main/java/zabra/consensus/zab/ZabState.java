package zabra.consensus.zab;

/**
 * What a member brings from its disk.
 *
 * @param lastLogged the last transaction of its history, log and snapshots together; -1 where it
 *     must not vote because its database is empty and nobody said it may be
 * @param applied the last transaction in its tree: {@code lastLogged}, or 0 for -1
 * @param acceptedEpoch as in the file
 * @param currentEpoch as in the file
 */
public record ZabState(long lastLogged, long applied, long acceptedEpoch, long currentEpoch) {}
