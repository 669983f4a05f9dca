package zabra.storage;

import java.io.IOException;

/**
 * The mark of a server that began with nothing and is copying the others' history: the file {@code
 * copying} beside the snapshots. As long as it is there, what else is there is no history of this
 * server's: it may lack what the server once promised to keep, so it must not be voted with, and is
 * thrown away at the next start.
 */
public final class UnfinishedCopy {
    private static final String NAME = "copying";

    private UnfinishedCopy() {}

    /** Marks; durable when this returns. */
    public static void begin(Disk snapshots) throws IOException {
        try (DiskFile mark = snapshots.open(NAME)) {
            mark.sync();
        }
        snapshots.syncDirectory();
    }

    /** Whether there is a mark. */
    static boolean isBegun(Disk snapshots) throws IOException {
        return snapshots.exists(NAME);
    }

    /** The copy is whole, or there is nothing to be copied; durable when this returns. */
    public static void finish(Disk snapshots) throws IOException {
        if (snapshots.exists(NAME)) {
            snapshots.delete(NAME);
            snapshots.syncDirectory();
        }
    }

    /** Throws away what was copied, where there is a mark; before anything is read. */
    public static void discard(Disk snapshots, Disk logs) throws IOException {
        if (!snapshots.exists(NAME)) {
            return;
        }
        for (String name : snapshots.list()) {
            if (StorageNames.looksLikeSnapshot(name) || StorageNames.isReceived(name)) {
                snapshots.delete(name);
            }
        }
        snapshots.syncDirectory();
        for (StorageNames.Named log : StorageNames.logs(logs).reversed()) {
            logs.delete(log.name());
        }
        logs.syncDirectory();
    }
}
