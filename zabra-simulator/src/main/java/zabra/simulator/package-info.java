/**
 * Whole servers and whole clients on virtual time, in one thread, from one seed: what runs is the
 * code that ships, from the client's bytes to the server's files; only threads, clock, network and
 * disk are simulated.
 *
 * <p>A run has three parts: faults for a while, with every rule of {@link zabra.simulator.check}
 * looked at all the time; then all is healed, and clients must be served again within bounded time;
 * then clients leave, and all servers must come to one state, which also comes back from their
 * disks. The same seed gives the same run, byte for byte, at the same commit.
 */
package zabra.simulator;
