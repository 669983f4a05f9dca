/**
 * An ensemble on this machine to develop against, {@code zabra dev}: each server a process of its
 * own, so that one can be killed; a parent process that starts, watches and restarts them.
 *
 * <p>Invariant: no server outlives the parent. Each reads its standard input, which only the parent
 * holds open, and stops at its end; so they also stop where the parent is killed.
 */
package zabra.cli.dev;
