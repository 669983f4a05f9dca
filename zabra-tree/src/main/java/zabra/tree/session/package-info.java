/**
 * Sessions: their ids and passwords, which connection speaks for each, and when one has been silent
 * for too long.
 *
 * <p>Time is given by the caller, monotonic and in milliseconds; nothing here reads a clock. A
 * session expires between its timeout and one tick more after it was last heard of, and never
 * because this server itself stood still ({@link zabra.tree.session.SessionTracker}).
 */
package zabra.tree.session;
