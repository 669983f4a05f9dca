package zabra.cli.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a four-letter word. */
@Command(
        name = "ask",
        description = "Prints a server's answer to a four-letter word.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra ask srvr"})
public final class AskCommand implements Callable<Integer> {
    private static final int WORD_LENGTH = 4;

    @Mixin private Server server;

    @Parameters(
            paramLabel = "WORD",
            description =
                    "srvr, and what the server's 4lw.commands.whitelist allows beside it: mntr,"
                            + " ruok, ...")
    private String word;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (word.length() != WORD_LENGTH) {
            throw new ParameterException(
                    spec.commandLine(), "'" + word + "' is no word of four letters");
        }
        String answer = server.word(word).stripTrailing();
        if (answer.isEmpty()) {
            throw new IOException("the server knows no word " + word + ", and said nothing");
        }
        spec.commandLine().getOut().println(answer);
        return 0;
    }
}
