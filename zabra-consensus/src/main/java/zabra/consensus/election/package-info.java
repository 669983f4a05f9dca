/**
 * Who should lead: ZooKeeper's fast leader election as a pure machine. It only has to end; that two
 * servers believe to be elected is harmless, for only one finds a quorum of followers.
 */
package zabra.consensus.election;
