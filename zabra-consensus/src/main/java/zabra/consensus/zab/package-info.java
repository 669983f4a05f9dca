/**
 * The Zab protocol (Junqueira, Reed, Serafini: "Zab: High-performance broadcast for primary-backup
 * systems", DSN 2011) as ZooKeeper 3.9 speaks it between servers, as one pure machine: election,
 * discovery, synchronization, broadcast.
 *
 * <p>Invariants: an epoch has one leader; what a quorum has acknowledged is in the history of every
 * later leader; transactions are delivered in one order, without a gap; nothing is acknowledged
 * that is not durable, nothing voted for that a restart would not bring back.
 */
package zabra.consensus.zab;
