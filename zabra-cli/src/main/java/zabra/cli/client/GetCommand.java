package zabra.cli.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a znode. */
@Command(
        name = "get",
        description = "Prints a znode's data, with all that was written anywhere before.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra get /hello"})
public final class GetCommand implements Callable<Integer> {
    @Mixin private Server server;

    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        server.ask(
                path,
                session -> {
                    session.sync(path);
                    byte[] data = session.get(path);
                    out.println(data == null ? "" : new String(data, StandardCharsets.UTF_8));
                });
        return 0;
    }
}
