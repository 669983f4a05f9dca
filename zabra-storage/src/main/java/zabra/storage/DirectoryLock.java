package zabra.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps every other process away from a directory of data, as long as this one lives: two writers
 * would spoil each other's log. The operating system holds the lock, so that it ends with the
 * process, however that ends. The file {@code zabra.lock} stays, and means nothing by itself; who
 * is not Zabra passes it over and is not kept away. Thread-safe.
 */
public final class DirectoryLock implements Closeable {
    private static final String NAME = "zabra.lock";

    /**
     * Directories locked by this process. The system knows locks of processes only, and forgets one
     * when its process closes the file anywhere: it must not be opened here a second time.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks an existing directory.
     *
     * @throws StorageException where another server has it
     * @throws IOException where the file cannot be made, or the file system has no locks
     */
    public static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw taken(directory, ProcessHandle.current().pid() + "");
        }
        FileChannel channel = null;
        boolean done = false;
        try {
            channel =
                    FileChannel.open(
                            real.resolve(NAME),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(directory, read(channel));
            }
            write(channel, ProcessHandle.current().pid() + "\n");
            done = true;
            return new DirectoryLock(real, channel);
        } finally {
            if (!done) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(real);
            }
        }
    }

    /** The process that has the lock; empty where nobody has it. */
    public static OptionalLong holder(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (HELD.contains(real)) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        Path file = real.resolve(NAME);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null
                    ? OptionalLong.of(Long.parseLong(read(channel)))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw new IOException(file + " names no process", e);
        }
    }

    private static StorageException taken(Path directory, String process) {
        return new StorageException(
                StorageException.Kind.MISPLACED,
                directory
                        + ": another server, process "
                        + process
                        + ", uses this directory. Stop it, or give each server a dataDir and a"
                        + " dataLogDir of its own");
    }

    /** Who has it, for people. */
    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        int length = Math.max(0, channel.read(text, 0));
        return new String(text.array(), 0, length, StandardCharsets.US_ASCII).strip();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /** Lets others in. Idempotent. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(directory);
        }
    }
}
