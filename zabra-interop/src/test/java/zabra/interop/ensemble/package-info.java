/** Our connections between servers against ZooKeeper's servers: votes, and a leader's messages. */
package zabra.interop.ensemble;
