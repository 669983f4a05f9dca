package zabra.cli.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists a znode's children. */
@Command(
        name = "ls",
        description = "Lists a znode's children, sorted, one on each line.",
        mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {
    @Mixin private Server server;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "The znode; the root unless set.")
    private String path = "/";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        server.ask(
                path,
                session -> {
                    session.sync(path);
                    session.children(path).stream()
                            .sorted()
                            .forEach(spec.commandLine().getOut()::println);
                });
        return 0;
    }
}
