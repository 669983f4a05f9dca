/**
 * From a request to a transaction: every rule that can refuse a write, in the order clients see.
 *
 * <p>{@link zabra.tree.prepare.Preparer} decodes a request, has its rules checked, and makes a
 * transaction that cannot fail. It runs ahead of the tree: between preparing a transaction and
 * applying it lies its way to the log and the quorum. What is prepared but not applied is kept as
 * pending znodes over the tree, so that every check sees all earlier writes.
 *
 * <p>Invariants: applying the prepared transactions in order to the tree gives exactly the pending
 * znodes, and after each the digest its transaction carries; a refused request, or a multi with a
 * refused part, leaves no trace but its zxid. Replica thread only; no clock, no random source: time
 * and zxid are arguments.
 */
package zabra.tree.prepare;
