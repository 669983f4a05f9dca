package zabra.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
    private Main() {}

    /** Ends the process with the subcommand's exit code. */
    public static void main(String[] args) {
        System.exit(
                execute(
                        new PrintWriter(System.out, true, System.out.charset()),
                        new PrintWriter(System.err, true, System.err.charset()),
                        args));
    }

    /**
     * Does what a command line asks for.
     *
     * <p>{@code server zoo.cfg}, the start that is done again and again and that clients wait for,
     * goes past picocli: its classes are of a format that no archive of classes takes, and to load
     * and interpret them took longer than the start itself.
     *
     * @return the exit code
     */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 2 && args[0].equals("server") && isFile(args[1])) {
            return ForegroundServer.run(Path.of(args[1]), List.of(), false, err);
        }
        CommandLine commandLine = ZabraCommand.line(args);
        commandLine.setOut(out);
        commandLine.setErr(err);
        return commandLine.execute(args);
    }

    /** Neither an option nor a file of arguments. */
    private static boolean isFile(String argument) {
        return !argument.isEmpty() && argument.charAt(0) != '-' && argument.charAt(0) != '@';
    }
}
