package zabra.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a znode. */
@Command(
        name = "set",
        description = "Replaces a znode's data.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra set /hello everybody"})
public final class SetCommand implements Callable<Integer> {
    @Mixin private Server server;

    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path;

    @Parameters(index = "1", paramLabel = "DATA", description = "What it is to hold.")
    private String data;

    @Override
    public Integer call() throws IOException {
        server.ask(path, session -> session.set(path, data.getBytes(StandardCharsets.UTF_8)));
        return 0;
    }
}
