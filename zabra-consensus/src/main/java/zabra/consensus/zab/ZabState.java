package zabra.consensus.zab;

/**
 * What a member brings from its disk.
 *
 * @param lastLogged the last transaction of its history, log and snapshots together; -1 where it
 *     must not vote because its database is empty and nobody said it may be
 * @param applied the last transaction in its tree: {@code lastLogged}, or 0 for -1
 * @param acceptedEpoch as in the file
 * @param currentEpoch as in the file
 * @param mayBegin with {@code lastLogged} -1: whether all voters together may begin anew once each
 *     of them has said that it has nothing either
 */
public record ZabState(
        long lastLogged, long applied, long acceptedEpoch, long currentEpoch, boolean mayBegin) {

    /** One that does not begin by agreement. */
    public ZabState(long lastLogged, long applied, long acceptedEpoch, long currentEpoch) {
        this(lastLogged, applied, acceptedEpoch, currentEpoch, false);
    }
}
