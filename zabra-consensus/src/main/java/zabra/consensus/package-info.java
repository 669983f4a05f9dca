/**
 * What makes a transaction history, as pure machines: events in, effects out. No thread, socket,
 * file, clock, random source or logger; transactions are opaque bytes.
 */
package zabra.consensus;
