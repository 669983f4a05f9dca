/**
 * The disk fails while the server runs: it ends with a message and an exit code, and has lost
 * nothing of what it acknowledged.
 */
package zabra.interop.faults;
