package zabra.consensus.zab;

import zabra.protocol.Zxid;

/**
 * How a learner is brought to its leader's history. A pure choice.
 *
 * <p>It rests on what holds of all histories that Zab makes: two that share a transaction are the
 * same up to it. So a learner whose last transaction is one of ours misses only what follows; and
 * one that ends otherwise, in an epoch of which we have transactions too, has the last of those in
 * its history, because transactions of an epoch follow one another without a gap. Of any other
 * learner nothing is known, and it gets the state.
 */
sealed interface SyncPlan {
    /** Its history is a part of ours: what follows {@code after} is sent. */
    record FromLast(long after) implements SyncPlan {}

    /** It forgets all after {@code to}, which both have; what follows is sent. */
    record Truncate(long to) implements SyncPlan {}

    /** The whole state. */
    record Snapshot() implements SyncPlan {}

    /** Its last transaction is older than the window: the log on disk must be asked. */
    record Locate() implements SyncPlan {}

    /**
     * Chooses by what is in memory.
     *
     * @param peer the learner's last transaction; -1 where it has no history at all
     * @param window of ours
     * @param committed how far it is committed: the learner takes all before NEWLEADER for that
     * @param alwaysSnapshot send the state to all that miss something
     * @param truncatesExactly whether the learner is known to refuse a truncation that it cannot do
     */
    static SyncPlan choose(
            long peer,
            Window window,
            long committed,
            boolean alwaysSnapshot,
            boolean truncatesExactly) {
        if (peer == committed) {
            return new FromLast(peer);
        }
        // Nobody can say of a server at the beginning whether it is empty or asks for the state.
        if (alwaysSnapshot || peer <= 0) {
            return new Snapshot();
        }
        return peer < window.floor()
                ? new Locate()
                : behind(
                        peer,
                        window.lastUpTo(Math.min(peer, committed)),
                        committed,
                        truncatesExactly);
    }

    /**
     * Chooses by what is on disk.
     *
     * @param found the greatest of our transactions up to {@code peer} from which the rest can be
     *     sent; -1 where there is none
     */
    static SyncPlan located(long peer, long found, long committed, boolean truncatesExactly) {
        return found < 0 ? new Snapshot() : behind(peer, found, committed, truncatesExactly);
    }

    private static SyncPlan behind(
            long peer, long found, long committed, boolean truncatesExactly) {
        if (found == peer) {
            return new FromLast(found);
        }
        // Counter 0 stands for the end of what the epoch began with: no log has a record of it.
        boolean shared = Zxid.epoch(found) == Zxid.epoch(peer) && Zxid.counter(found) != 0;
        // ZooKeeper truncates its log and may yet load what it cut off from a snapshot, where a
        // state that is newer than that snapshot is always right. It would not be if it were older.
        return shared && (truncatesExactly || peer > committed)
                ? new Truncate(found)
                : new Snapshot();
    }
}
