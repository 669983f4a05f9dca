/**
 * Pages by HTTP, for supervisors and monitors: small, bounded, away from the lanes, so that what
 * they say of the lanes is true when these are stuck.
 */
package zabra.server.http;
