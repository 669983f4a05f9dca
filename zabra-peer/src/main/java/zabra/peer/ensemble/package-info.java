/**
 * A peer as a member of an ensemble: the port to the other servers, and the way of what comes from
 * them into the replica.
 *
 * <p>Invariant: the consensus machine is called on the replica thread only; what it asks to be sent
 * leaves when the turn in which it asked is over.
 */
package zabra.peer.ensemble;
