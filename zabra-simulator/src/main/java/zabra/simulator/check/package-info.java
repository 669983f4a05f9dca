/**
 * What must hold whatever happens, a class for each property, in words and in code; and the history
 * that they are checked against. They see the production objects and what clients saw, never the
 * simulated world.
 */
package zabra.simulator.check;
