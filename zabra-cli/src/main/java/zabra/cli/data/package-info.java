/** Commands about the files of a server, whether it runs or not. */
package zabra.cli.data;
