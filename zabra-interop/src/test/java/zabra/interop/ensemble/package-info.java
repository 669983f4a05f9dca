/**
 * Whole ensembles of server processes, ours, the reference's or mixed, under faults: processes
 * killed, stopped and started, disks wiped and filled, links cut. {@link
 * zabra.interop.ensemble.Ensemble} owns the processes, {@link zabra.interop.ensemble.Network} every
 * connection between two servers. Clients write down what they were promised, and {@link
 * zabra.interop.ensemble.History} holds the servers to it.
 */
package zabra.interop.ensemble;
