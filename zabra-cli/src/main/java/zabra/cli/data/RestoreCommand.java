package zabra.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zabra.storage.Backup;
import zabra.storage.DirectoryLock;
import zabra.storage.FileSystemDisk;
import zabra.storage.StorageException;

/** Reads a state from standard input into a data directory. */
@Command(
        name = "restore",
        description = {
            "Reads a backup from standard input into a data directory whose server does not run.",
            "",
            "The backup is read back before it counts; until then, and where it is damaged, what"
                    + " was there stays. In an ensemble, restore every server before any starts.",
            "",
            "The log comes to lie beside the snapshot: with a dataLogDir, move it there."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  zabra restore --replace /var/lib/zookeeper < backup.zip"})
public final class RestoreCommand implements Callable<Integer> {
    private static final String INCOMING = "version-2.restoring";
    private static final String OLD = "version-2.replaced";

    @Parameters(paramLabel = "DATADIR", description = "dataDir, as in zoo.cfg.")
    private Path data;

    @Option(names = "--replace", description = "Throw away the state that is there.")
    private boolean replace;

    @Spec private CommandSpec spec;

    private final InputStream in;

    /** From standard input. */
    public RestoreCommand() {
        this(System.in);
    }

    RestoreCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws IOException {
        // Made by a mistyped path, it would hold a state that no server ever looks at.
        if (!Files.isDirectory(data)) {
            throw new IOException(
                    data + (Files.exists(data) ? ": not a directory" : ": no such directory"));
        }
        Path version = data.resolve(Directories.VERSION);
        try {
            if (!Files.isDirectory(version)) {
                return restore(version);
            }
            DirectoryLock lock = DirectoryLock.take(version);
            try {
                return restoreOver(version);
            } finally {
                lock.close();
            }
        } catch (StorageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private int restoreOver(Path version) throws IOException {
        if (!replace && holdsState(version)) {
            throw new IOException(version + ": there is a state already; --replace throws it away");
        }
        return restore(version);
    }

    private int restore(Path version) throws IOException {
        Path incoming = data.resolve(INCOMING);
        Path old = data.resolve(OLD);
        delete(incoming);
        delete(old);
        Backup.Summary summary = receive(incoming);
        if (Files.exists(version)) {
            Files.move(version, old);
        }
        Files.move(incoming, version);
        new FileSystemDisk(data, false).syncDirectory();
        delete(old);
        spec.commandLine().getOut().println("Restored: " + BackupCommand.describe(summary));
        return 0;
    }

    private Backup.Summary receive(Path incoming) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(in);
        int first = bytes.read();
        if (first < 0) {
            throw new IOException("no backup came through standard input, not one byte");
        }
        bytes.unread(first);
        try {
            Backup.Summary summary = Backup.restore(bytes, new FileSystemDisk(incoming, true));
            // What comes after the archive's last entry, or its sender would find a closed pipe.
            bytes.transferTo(OutputStream.nullOutputStream());
            return summary;
        } catch (IOException | StorageException e) {
            delete(incoming);
            throw e;
        }
    }

    private static boolean holdsState(Path version) throws IOException {
        try (Stream<Path> files = Files.list(version)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith("snapshot.") || name.startsWith("log."));
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
