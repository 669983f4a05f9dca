/**
 * The one command, {@code bin/zabra}: a class per subcommand, each with help, examples and exit
 * codes. To add one, write a {@code Callable<Integer>} with {@code @Command} and name it in {@link
 * zabra.cli.Main}.
 *
 * <p>Exit codes are the reference's where it has them: 0 done or stopped as asked, 1 something
 * failed that should not have, 2 wrong arguments or configuration, 3 a data directory that cannot
 * be used.
 */
package zabra.cli;
