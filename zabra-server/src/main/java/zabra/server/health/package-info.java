/**
 * Whether a server is started, alive and ready, for a supervisor that restarts it and a balancer
 * that sends clients to it. To look for a leader is neither a reason to be restarted nor to start
 * anew: only what a restart can mend is no life.
 */
package zabra.server.health;
