package zabra.cli.data;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a server's files are. */
final class Directories {
    /** The directory inside that holds snapshots and logs. */
    static final String VERSION = "version-2";

    @Parameters(paramLabel = "DATADIR", description = "dataDir, as in zoo.cfg.")
    private Path data;

    @Option(
            names = "--log",
            paramLabel = "DATALOGDIR",
            description = "dataLogDir, where it is another.")
    private Path log;

    Path data() {
        return data;
    }

    Path log() {
        return log == null ? data : log;
    }
}
