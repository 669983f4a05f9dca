/** Commands that ask a running server: one request each. */
package zabra.cli.client;
