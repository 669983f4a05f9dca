/**
 * The world that simulated servers and clients live in: time, chance, processes, the network, and
 * the trace of all of it. One thread; nothing here knows what runs in it.
 */
package zabra.simulator.world;
