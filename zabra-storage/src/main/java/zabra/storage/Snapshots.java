package zabra.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.SnappyOutputStream;
import zabra.protocol.snapshot.StateImage;

/**
 * Writes snapshot files and removes old ones; truncates and replaces the history, which the files
 * are part of. Thread-safe: one of these waits for another, but writing a snapshot only for a
 * moment at its end.
 *
 * <p>Invariant: a snapshot of transactions that were taken back never becomes a file. Who saves an
 * image says which {@link #generation} of the history it shows.
 */
public final class Snapshots {
    /** How a snapshot is packed; the file name's extension tells. */
    public enum Compression {
        NONE,
        GZ,
        SNAPPY
    }

    /** A file as it was when it was read through and found good. */
    private record Verified(long size, long modifiedMillis) {}

    private final Disk snapshots;
    private final Disk logs;
    private final Compression compression;
    private final boolean digests;

    /** So that a purge reads a file through once, not every time. */
    private final Map<String, Verified> verified = new HashMap<>();

    /** Held while files of final names come and go. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Where the ranges begin that somebody reads: under the lock. */
    private final List<Long> held = new ArrayList<>();

    private final AtomicLong generation = new AtomicLong();

    /** Snapshots with the image's digest inside. */
    public Snapshots(Disk snapshots, Disk logs, Compression compression) {
        this(snapshots, logs, compression, true);
    }

    /**
     * @param digests false where the tree keeps no digest: the snapshot then says so
     */
    public Snapshots(Disk snapshots, Disk logs, Compression compression, boolean digests) {
        this.snapshots = snapshots;
        this.logs = logs;
        this.compression = compression;
        this.digests = digests;
    }

    /**
     * How often the history was changed otherwise than by growing. An image shows the generation
     * read when it was made, on the thread that makes images and asks for those changes.
     */
    public long generation() {
        return generation.get();
    }

    /** As {@link #write(StateImage, long)}, of the present generation. */
    public long write(StateImage image) throws IOException {
        return write(image, generation.get());
    }

    /**
     * Writes {@code image} as {@code snapshot.<lastZxid>}: temporary file, sync, rename, directory
     * sync. On failure no file of the final name appears and the temporary is removed.
     *
     * @param shown the generation that the image shows
     * @return the file's size in bytes; -1 where the history was changed meanwhile, so that no file
     *     was written
     */
    public long write(StateImage image, long shown) throws IOException {
        String name = StorageNames.snapshot(image.lastZxid(), compression);
        String temporary = name + StorageNames.TMP_SUFFIX;
        boolean done = false;
        try {
            long size = writeTemporary(image, temporary, digests);
            lock.lock();
            try {
                if (shown == generation.get()) {
                    snapshots.rename(temporary, name);
                    snapshots.syncDirectory();
                    done = true;
                }
            } finally {
                lock.unlock();
            }
            return done ? size : -1;
        } finally {
            if (!done) {
                removeQuietly(temporary);
            }
        }
    }

    /**
     * Makes {@code zxid} the last of the history; see {@link LogTruncation#truncate}. The log is at
     * rest.
     */
    public boolean truncate(long zxid) throws IOException {
        lock.lock();
        try {
            boolean done = new LogTruncation(snapshots, logs).truncate(zxid);
            if (done) {
                generation.incrementAndGet();
            }
            return done;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is there counts from now on, see {@link UnfinishedCopy}; where there is nothing, {@code
     * empty} does. The log is at rest.
     */
    public void admit(StateImage empty) throws IOException {
        if (StorageNames.snapshots(snapshots).isEmpty()) {
            // Logs must never lie beside no snapshot at all.
            write(empty);
        }
        UnfinishedCopy.finish(snapshots);
    }

    /**
     * Puts {@code image} in the place of the whole history: a crash leaves the old one, untouched,
     * or recovery finds the new state and nothing else. The log is at rest.
     *
     * @param exact whether its digest is that of its last transaction; else the file says none
     * @throws IOException where the disk fails: final, the server must stop
     */
    public void install(StateImage image, boolean exact) throws IOException {
        lock.lock();
        try {
            String name = StorageNames.received(image.lastZxid(), compression);
            String temporary = name + StorageNames.TMP_SUFFIX;
            boolean done = false;
            try {
                writeTemporary(image, temporary, digests && exact);
                snapshots.rename(temporary, name);
                done = true;
            } finally {
                if (!done) {
                    removeQuietly(temporary);
                }
            }
            StateInstallation.complete(snapshots, logs);
            verified.clear();
            generation.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    private long writeTemporary(StateImage image, String temporary, boolean digest)
            throws IOException {
        try (DiskFile file = snapshots.open(temporary)) {
            file.truncate(0);
            // Closing the packer only ends its stream; the file stays open for the sync.
            try (OutputStream out = pack(DiskFileStreams.output(file))) {
                SnapshotWriter.write(image, digest, out);
            }
            file.sync();
            return file.size();
        }
    }

    private OutputStream pack(OutputStream out) throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZ -> new GZIPOutputStream(out, 64 << 10);
            case SNAPPY -> new SnappyOutputStream(out);
        };
    }

    private void removeQuietly(String temporary) {
        try {
            if (snapshots.exists(temporary)) {
                snapshots.delete(temporary);
            }
        } catch (IOException e) {
            // The failure that brought us here is reported; recovery removes the leftover.
        }
    }

    /**
     * Keeps the {@code retain} (at least 3) newest valid snapshots, the logs needed with the oldest
     * of them, and deletes what is older. Valid is what was read through to its last checksum;
     * where there are fewer, nothing is deleted.
     *
     * @return the number of files deleted
     */
    public int purge(int retain) throws IOException {
        if (retain < 3) {
            throw new IllegalArgumentException("must retain at least 3 snapshots: " + retain);
        }
        lock.lock();
        try {
            return purgeTo(retain);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps files from being purged until it is closed; once. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * From now on no purge removes a log that holds what follows {@code zxid}: somebody reads it. A
     * purge that runs is waited for.
     */
    public Hold hold(long zxid) {
        Long begin = zxid;
        lock.lock();
        try {
            held.add(begin);
        } finally {
            lock.unlock();
        }
        return () -> {
            lock.lock();
            try {
                held.remove(begin);
            } finally {
                lock.unlock();
            }
        };
    }

    private int purgeTo(int retain) throws IOException {
        List<StorageNames.Named> newestFirst = StorageNames.snapshots(snapshots);
        long oldestKept = oldestKept(newestFirst, retain);
        if (oldestKept < 0) {
            return 0;
        }
        List<String> old = new ArrayList<>();
        // The oldest first: what a crash leaves is still a row of the newest.
        for (StorageNames.Named snapshot : newestFirst.reversed()) {
            if (snapshot.zxid() < oldestKept) {
                old.add(snapshot.name());
                verified.remove(snapshot.name());
            }
        }
        int count = delete(snapshots, old);
        // A snapshot goes before the logs that it needs, or it could be recovered from without
        // them.
        return count + delete(logs, logsBefore(held.stream().reduce(oldestKept, Math::min)));
    }

    /** The zxid of the {@code retain}-th good snapshot; -1 where there are fewer. */
    private long oldestKept(List<StorageNames.Named> newestFirst, int retain) throws IOException {
        int good = 0;
        long last = -1;
        for (StorageNames.Named snapshot : newestFirst) {
            // One state packed in two ways is one snapshot.
            if (snapshot.zxid() != last && isGood(snapshot.name())) {
                last = snapshot.zxid();
                good++;
                if (good == retain) {
                    return last;
                }
            }
        }
        return -1;
    }

    private boolean isGood(String name) throws IOException {
        Verified now = new Verified(snapshots.size(name), snapshots.modifiedMillis(name));
        if (now.equals(verified.get(name))) {
            return true;
        }
        try {
            SnapshotReader.read(snapshots, name, Nobody.INSTANCE);
        } catch (StorageException e) {
            return false;
        }
        verified.put(name, now);
        return true;
    }

    /** Logs whose records all lie at or before {@code zxid}: not the one that may go beyond it. */
    private List<String> logsBefore(long zxid) throws IOException {
        List<StorageNames.Named> files = StorageNames.logs(logs);
        int spanning = -1;
        for (int i = 0; i < files.size() && files.get(i).zxid() <= zxid; i++) {
            spanning = i;
        }
        List<String> old = new ArrayList<>();
        for (int i = 0; i < spanning; i++) {
            old.add(files.get(i).name());
        }
        return old;
    }

    private static int delete(Disk disk, List<String> names) throws IOException {
        for (String name : names) {
            disk.delete(name);
        }
        if (!names.isEmpty()) {
            disk.syncDirectory();
        }
        return names.size();
    }
}
