/**
 * Sockets: Netty event loops, each the thread of one {@link zabra.peer.Lane}, and one that accepts;
 * the listener and its limits; and the bridge between channels and {@link
 * zabra.peer.ClientConnection}s. No protocol here but the first four bytes, which may be a
 * four-letter word.
 */
package zabra.server.net;
