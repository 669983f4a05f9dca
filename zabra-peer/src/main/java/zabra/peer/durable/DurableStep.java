package zabra.peer.durable;

import zabra.tree.DataTree;

/**
 * A change of what is on disk, other than appending transactions. Asked for through {@link
 * zabra.peer.Journal#perform}, done by {@link DurableSteps}.
 */
public sealed interface DurableStep {
    /** Promises not to follow the leader of an older epoch. */
    record AcceptedEpoch(long epoch) implements DurableStep {}

    /** Has joined that epoch: the history on disk is one that its leader began with. */
    record CurrentEpoch(long epoch) implements DurableStep {}

    /**
     * Takes back every transaction after {@code zxid}, from log and snapshots. Not done, and
     * nothing changed, where {@code zxid} is no place of this server's history.
     *
     * @param reload whether a tree is to be made anew from what is left, because transactions after
     *     {@code zxid} were applied to the one at hand
     */
    record Truncate(long zxid, boolean reload) implements DurableStep {}

    /**
     * Puts the state that a leader sent in the place of the whole history. The epochs stay.
     *
     * @param zxid the last transaction inside {@code tree}
     * @param tree the journal's from when the step is asked for to when it is reported done
     * @param exact whether it holds nothing of what follows {@code zxid}: its digest is that one's
     */
    record Install(long zxid, DataTree tree, boolean exact) implements DurableStep {}

    /**
     * What is on disk counts from now on: a copy of the others' history, whole, or, where there is
     * nothing, the beginning of one.
     */
    record Admit() implements DurableStep {}
}
