/**
 * Who makes up an ensemble, and which of its servers suffice to decide.
 *
 * <p>A {@link zabra.consensus.quorum.Membership} is one config: its servers, its version, and its
 * {@link zabra.consensus.quorum.Quorums}; texts of it are read strictly, for one that two servers
 * understand differently splits an ensemble. All types are immutable values.
 *
 * <p>Invariants: any two quorums of one {@code Quorums} share a voter of positive weight; a set
 * that holds a quorum is one; a server that is no voter never counts, whoever asks.
 */
package zabra.consensus.quorum;
