/** {@code zabra bench}: the load generator of {@link zabra.client.bench} on the command line. */
package zabra.cli.bench;
