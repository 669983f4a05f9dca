/**
 * The replicated state and how transactions change it. Pure: no thread, lock, socket, file, clock
 * or random source; the caller brings order, time and locks.
 *
 * <p>{@link zabra.tree.DataTree} is the way in. Below it, from meaning to bytes: {@code TreeState}
 * knows the effects of transactions and the indexes of owners and quotas; {@code ZnodeStore} keeps
 * znodes, ACL uses and digest in step; {@code Namespace} is the bare tree with a place that moves
 * through it; {@code Directory}, {@code Segment} and {@code Slots} are its tables of children;
 * {@code ZnodeMemory} puts packed znodes ({@code ZnodePacking}) into the chunks of {@code
 * ChunkSpace}, which {@code Evacuation} keeps dense.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A znode has a {@code Directory} while it has children, and the root always.
 *   <li>What an image shows never changes: the writer changes only what is of the current
 *       generation, be it a directory, a segment or a packed znode, and copies all else first.
 *   <li>A place in a chunk is never given twice.
 *   <li>No operation but the deletion of a subtree, a walk of an image and a load is longer than
 *       the path, the length of the data, one table segment, and a bounded step of evacuation.
 *   <li>The digest is the sum of the znodes' digests after every change; a directory keeps its own
 *       znode's.
 *   <li>An ACL is in the table exactly while a znode has it.
 * </ul>
 *
 * <p>The order of children is that of their hashes and of history, not of chance: trees of the same
 * seed that took the same steps have the same.
 */
package zabra.tree;
