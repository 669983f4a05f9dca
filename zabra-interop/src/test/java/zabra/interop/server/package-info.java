/**
 * Server processes for tests: how one is configured, started on a free port, asked whether it is
 * ready, stopped or killed. No test shares a server or a directory with another.
 */
package zabra.interop.server;
