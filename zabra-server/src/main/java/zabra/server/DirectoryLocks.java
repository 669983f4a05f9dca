package zabra.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import zabra.server.config.DataDirs;
import zabra.storage.DirectoryLock;
import zabra.storage.FileSystemDisk;

/** Keeps other servers away from the directories of one. */
final class DirectoryLocks implements Closeable {
    private final List<DirectoryLock> locks = new ArrayList<>();

    private DirectoryLocks() {}

    /**
     * Takes the directories of snapshots and logs; makes them where they are missing and may be
     * made.
     *
     * @throws zabra.storage.StorageException where another server has one
     */
    static DirectoryLocks take(DataDirs dirs) throws IOException {
        DirectoryLocks taken = new DirectoryLocks();
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(dirs.snapshotFiles());
        directories.add(dirs.logFiles());
        boolean done = false;
        try {
            for (Path directory : directories) {
                taken.locks.add(
                        DirectoryLock.take(
                                new FileSystemDisk(directory, dirs.autocreate()).directory()));
            }
            done = true;
            return taken;
        } finally {
            if (!done) {
                taken.close();
            }
        }
    }

    /** Lets others in; when nothing writes any more. Idempotent. */
    @Override
    public void close() throws IOException {
        for (DirectoryLock lock : locks.reversed()) {
            lock.close();
        }
    }
}
