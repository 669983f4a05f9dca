/**
 * The threads of a server and what each owns: the replica thread (order, tree, sessions), the
 * journal thread (the open log file), the snapshot thread (one snapshot at a time, then the purge).
 */
package zabra.server.run;
