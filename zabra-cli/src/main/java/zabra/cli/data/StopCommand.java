package zabra.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zabra.storage.DirectoryLock;

/** Tells the server of a data directory to stop. */
@Command(
        name = "stop",
        description =
                "Tells the server that uses a data directory to stop, as SIGTERM does, and does not"
                        + " wait until it has.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra stop /var/lib/zookeeper"})
public final class StopCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATADIR", description = "dataDir, as in zoo.cfg.")
    private Path data;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path version = data.resolve(Directories.VERSION);
        OptionalLong holder =
                Files.isDirectory(version) ? DirectoryLock.holder(version) : OptionalLong.empty();
        if (holder.isEmpty()) {
            throw new IOException("no server uses " + data);
        }
        long pid = holder.getAsLong();
        boolean told = ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(false);
        if (!told) {
            throw new IOException(
                    "process " + pid + " cannot be told: is it another user's, or machine's?");
        }
        spec.commandLine().getOut().println("Told process " + pid + " to stop");
        return 0;
    }
}
