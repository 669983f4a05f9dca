package zabra.cli.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import zabra.protocol.Zxid;
import zabra.storage.Backup;
import zabra.storage.FileSystemDisk;
import zabra.storage.StorageException;

/** Writes the state in a data directory to standard output. */
@Command(
        name = "backup",
        description = {
            "Writes the state in a data directory to standard output, as a zip archive of a"
                    + " snapshot and the log after it. The server may run meanwhile.",
            "",
            "All that is copied is checked. What comes out counts only where the exit code is 0."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra backup /var/lib/zookeeper > backup.zip"})
public final class BackupCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin private Directories directories;

    @Spec private CommandSpec spec;

    private final OutputStream out;

    /** To standard output. */
    public BackupCommand() {
        this(System.out);
    }

    BackupCommand(OutputStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        try (AttendedOutput attended = new AttendedOutput(out, PATIENCE, BackupCommand::giveUp)) {
            Path data = directories.data();
            Path log = directories.log();
            Backup.Summary summary =
                    Backup.write(
                            new FileSystemDisk(data.resolve(Directories.VERSION), false),
                            new FileSystemDisk(log.resolve(Directories.VERSION), false),
                            attended);
            spec.commandLine().getErr().println("Backed up: " + describe(summary));
            return 0;
        } catch (StorageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void giveUp() {
        System.err.println("zabra: nobody takes the backup, so it ends here");
        // Not by exit: the thread that writes holds what that waits for.
        Runtime.getRuntime().halt(1);
    }

    static String describe(Backup.Summary summary) {
        return "snapshot "
                + Zxid.toString(summary.snapshotZxid())
                + " and "
                + summary.txnCount()
                + (summary.txnCount() == 1 ? " transaction" : " transactions")
                + ", to "
                + Zxid.toString(summary.lastZxid());
    }
}
