/**
 * The replicated state and how transactions change it. Pure: no thread, lock, socket, file, clock or
 * random source; the caller brings order, time and locks.
 */
package zabra.tree;
