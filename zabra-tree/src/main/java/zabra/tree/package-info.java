/**
 * The replicated state and how transactions change it. Pure: no thread, lock, socket, file, clock
 * or random source; the caller brings order, time and locks.
 *
 * <p>{@link zabra.tree.DataTree} is the way in. Below it, from meaning to bytes: {@code TreeState}
 * knows the effects of transactions and the indexes of owners and quotas; {@code ZnodeStore} keeps
 * znodes, ACL uses and digest in step; {@code Namespace} is the bare tree with a place that moves
 * through it; {@code Directory}, {@code Segment} and {@code Slots} are its tables of children;
 * {@code ZnodePacking} is a znode as one array.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A znode without children is one {@code byte[]}, but the root; with children it is a {@code
 *       Directory}.
 *   <li>A packed array never changes. What an image shows never changes: the writer changes only
 *       what is of the current generation, and copies all else first, along the path to the root.
 *   <li>No operation but the deletion of a subtree, a walk of an image and a load is longer than
 *       the path, the length of the data, and one table segment.
 *   <li>The digest is the sum of the znodes' digests after every change; a directory keeps its own
 *       znode's.
 *   <li>An ACL is in the table exactly while a znode has it.
 * </ul>
 *
 * <p>The order of children is that of their hashes and of history, not of chance: trees of the same
 * seed that took the same steps have the same.
 */
package zabra.tree;
