package zabra.peer.durable;

import zabra.tree.DataTree;

/**
 * How a {@link DurableStep} went. A disk that fails has no outcome: it ends the process.
 *
 * @param done false only for a {@link DurableStep.Truncate} that changed nothing
 * @param reloaded what is on disk, as a fresh tree, after a truncation that was to reload; else
 *     null
 */
public record Outcome(boolean done, DataTree reloaded) {
    static final Outcome DONE = new Outcome(true, null);
    static final Outcome REFUSED = new Outcome(false, null);
}
