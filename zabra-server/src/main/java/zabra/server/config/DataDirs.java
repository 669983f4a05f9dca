package zabra.server.config;

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
}
