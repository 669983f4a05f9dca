/**
 * The replicated state as a stream of pieces: the language between the tree, which has a state, and
 * storage, which has files. Neither knows the other.
 */
package zabra.protocol.snapshot;
