/**
 * Whole ensembles of {@code Zab} machines over modelled disks and links, in one thread, from one
 * seed, and the rules that must hold after every step.
 *
 * <p>Invariant: the same seed gives the same steps; whatever fails is replayed by its seed alone.
 */
package zabra.consensus.model;
