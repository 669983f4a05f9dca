/**
 * What only shows with thousands of sessions: watches fired at all of them, all of them connecting
 * at once, many expiring together, many doing nothing. {@link zabra.client.crowd.Crowd} drives the
 * sessions from one thread, {@link zabra.client.crowd.Occasion} is what happens to them, and {@link
 * zabra.client.crowd.Findings} what was seen.
 *
 * <p>Where somebody else must act in between, measure the server's memory or kill it, the occasion
 * stops at a {@link zabra.client.crowd.Cue} and keeps its sessions alive meanwhile.
 */
package zabra.client.crowd;
