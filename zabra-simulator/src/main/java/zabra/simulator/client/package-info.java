/**
 * Simulated clients: they speak the real client protocol, byte by byte, and tell the checks what
 * they asked for and what they were answered.
 */
package zabra.simulator.client;
