/** Apache ZooKeeper's own Java client and command line, as their users use them. */
package zabra.interop.javaclient;
