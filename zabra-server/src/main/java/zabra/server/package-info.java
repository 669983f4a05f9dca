/**
 * The server assembled: configuration in, a listening server out. It owns the process's threads and
 * sockets; whoever starts it owns the process.
 */
package zabra.server;
