package zabra.storage;

import java.io.IOException;
import zabra.protocol.snapshot.StateImage;

/** Writes snapshot files and removes old ones. Any one thread at a time. */
public final class Snapshots {
    /** How a snapshot is packed; the file name's extension tells. */
    public enum Compression {
        NONE,
        GZ,
        SNAPPY
    }

    public Snapshots(Disk snapshots, Disk logs, Compression compression) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes {@code image} as {@code snapshot.<lastZxid>}: temporary file, sync, rename, directory
     * sync. On failure no file of the final name appears and the temporary is removed.
     *
     * @return the file's size in bytes
     */
    public long write(StateImage image) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Keeps the {@code retain} (at least 3) newest valid snapshots, the logs needed with the oldest
     * of them, and deletes what is older.
     *
     * @return the number of files deleted
     */
    public int purge(int retain) throws IOException {
        throw new UnsupportedOperationException();
    }
}
