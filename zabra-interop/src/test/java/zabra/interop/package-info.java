/**
 * Black-box tests of a Zabra server beside Apache ZooKeeper's server, client and recipes. Every
 * server is a process of its own; {@code -Dinterop.server=reference} puts Apache ZooKeeper itself
 * under test, which checks the tests.
 */
package zabra.interop;
