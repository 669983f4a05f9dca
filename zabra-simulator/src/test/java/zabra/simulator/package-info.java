/** Runs of the simulator: that seeds hold, repeat, and that planted bugs are found. */
package zabra.simulator;
