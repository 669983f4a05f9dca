/**
 * Simulated machines: a disk that outlives crashes, and the server process on it, which is the
 * production peer with simulated threads, disk and sockets.
 */
package zabra.simulator.machine;
