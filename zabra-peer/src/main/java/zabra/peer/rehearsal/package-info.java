/**
 * A fail-over in memory, so that the first one that counts does not run code that never ran: a JVM
 * loads, links and first interprets what it has not run yet ten times slower than it runs it
 * afterwards, and a server that follows has run nothing of what it does as leader.
 *
 * <p>Invariant: nothing here touches a server that serves; what is played has its own peers, its
 * own time, and no file, socket or thread.
 */
package zabra.peer.rehearsal;
