package zabra.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the server's files are.
 *
 * @param data {@code dataDir}, which holds {@code version-2}
 * @param log {@code dataLogDir}; the same as {@code data} unless set
 * @param autocreate whether missing directories are created ({@code datadir.autocreate})
 */
public record DataDirs(Path data, Path log, boolean autocreate) {
    private static final String VERSION_DIR = "version-2";

    /** The directory of the snapshots themselves. */
    public Path snapshotFiles() {
        return data.resolve(VERSION_DIR);
    }

    /** The directory of the transaction logs themselves. */
    public Path logFiles() {
        return log.resolve(VERSION_DIR);
    }

    /**
     * Makes the directories where that is allowed, and sees that they can be written. Idempotent.
     *
     * @throws DataDirException with what to do
     */
    public void create() throws DataDirException {
        create(snapshotFiles(), "data");
        create(logFiles(), "txnlog");
    }

    private void create(Path dir, String what) throws DataDirException {
        if (!Files.isDirectory(dir)) {
            if (!autocreate) {
                throw new DataDirException(
                        "Missing "
                                + what
                                + " directory "
                                + dir
                                + ", automatic "
                                + what
                                + " directory creation is disabled (zookeeper.datadir.autocreate"
                                + " is false). Please create this directory manually.");
            }
            try {
                Files.createDirectories(dir);
            } catch (IOException e) {
                throw new DataDirException("Unable to create " + what + " directory " + dir, e);
            }
        }
        if (!Files.isWritable(dir)) {
            throw new DataDirException(
                    "Cannot write to "
                            + what
                            + " directory "
                            + dir
                            + "; give it to user "
                            + System.getProperty("user.name"));
        }
    }
}
