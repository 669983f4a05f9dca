package zabra.cli.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a znode. */
@Command(
        name = "delete",
        description = "Deletes a znode that has no children.",
        mixinStandardHelpOptions = true)
public final class DeleteCommand implements Callable<Integer> {
    @Mixin private Server server;

    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path;

    @Override
    public Integer call() throws IOException {
        server.ask(path, session -> session.delete(path));
        return 0;
    }
}
