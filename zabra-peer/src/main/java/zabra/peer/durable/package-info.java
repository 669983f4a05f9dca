/**
 * What an ensemble member does to its disk beside appending to its log: it stores epochs, takes
 * transactions back, and puts a received state in the place of its history. And how a tree is
 * brought back from disk, at the start and after such a step.
 *
 * <p>Invariant: a step is durable when it is reported done, and after a crash inside a step
 * recovery finds what was before, a prefix of it that the step allows, or what is to be afterwards.
 *
 * <p>No threads here: the journal's thread performs steps, in order with what is appended.
 */
package zabra.peer.durable;
