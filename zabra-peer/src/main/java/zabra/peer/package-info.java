/**
 * One server assembled, with every port injected: the replica that orders writes, the client
 * connections that answer reads, and the lanes that carry replies between them.
 *
 * <p>Threads: the <em>replica thread</em> owns {@link zabra.peer.Replica} and all it calls; while
 * it sleeps, so does whoever {@linkplain zabra.peer.ReplicaHost helps}, one at a time: "replica
 * thread" means whichever has the turn. A <em>lane</em> (an event loop) owns its {@link
 * zabra.peer.ClientConnection}s. They meet in three places only: the replica's inbox (many
 * producers), a lane's mailbox (one producer), and the {@link zabra.peer.TreeLock}. No class here
 * starts a thread or touches a socket, a file or a clock: those are ports ({@link
 * zabra.peer.Transport}, {@link zabra.peer.Journal}, {@link zabra.peer.SnapshotPort}, {@link
 * zabra.peer.Clock}), so that a simulator can run whole servers on one thread.
 */
package zabra.peer;
