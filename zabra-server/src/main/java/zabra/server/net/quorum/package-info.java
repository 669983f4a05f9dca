/**
 * The sockets between the servers of an ensemble: the election port, where votes travel, and the
 * quorum port, where learners are linked to their leader. {@link
 * zabra.server.net.quorum.QuorumNetwork} is both, as the replica's port.
 *
 * <p>One event loop thread owns all connections; nothing on it waits. Names are resolved, histories
 * read and snapshots written and parsed by other threads. Which connections exist and what their
 * bytes say is decided here; what a message means is not.
 */
package zabra.server.net.quorum;
