/**
 * Clients that send what no client should, or do not take what they asked for: it costs them their
 * connection at most, and nobody else anything.
 */
package zabra.interop.hostile;
