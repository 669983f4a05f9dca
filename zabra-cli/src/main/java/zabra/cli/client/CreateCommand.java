package zabra.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a znode. */
@Command(
        name = "create",
        description = "Makes a persistent znode, open to everybody.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra create /hello world"})
public final class CreateCommand implements Callable<Integer> {
    @Mixin private Server server;

    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "What it holds.")
    private String data = "";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        server.ask(path, session -> session.create(path, data.getBytes(StandardCharsets.UTF_8)));
        spec.commandLine().getOut().println("Created " + path);
        return 0;
    }
}
