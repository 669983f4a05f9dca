package zabra.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory of the operating system. Syncs with {@code fdatasync}; refuses what it may not read
 * or write with a message that names the file and the user.
 *
 * <p>A thread that uses a file must not be interrupted: the channel would close.
 */
public final class FileSystemDisk implements Disk {
    private final Path directory;

    /**
     * @param create whether a missing directory is made, durably; otherwise it is refused
     */
    public FileSystemDisk(Path directory, boolean create) throws IOException {
        this.directory = directory.toAbsolutePath();
        if (!Files.exists(this.directory)) {
            if (!create) {
                throw new NoSuchFileException(
                        this.directory.toString(),
                        null,
                        "the directory does not exist and must not be created"
                                + " (zookeeper.datadir.autocreate=false): create it, or correct"
                                + " dataDir and dataLogDir");
            }
            createDurably(this.directory);
        }
        if (!Files.isDirectory(this.directory)) {
            throw new IOException(this.directory + " is not a directory");
        }
        if (!Files.isReadable(this.directory)
                || !Files.isWritable(this.directory)
                || !Files.isExecutable(this.directory)) {
            throw denied(this.directory.toString());
        }
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    private static void createDurably(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !Files.exists(parent)) {
            createDurably(parent);
        }
        try {
            Files.createDirectory(path);
        } catch (AccessDeniedException e) {
            throw denied(path.toString());
        }
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    private static void syncDirectory(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static AccessDeniedException denied(String file) {
        return new AccessDeniedException(
                file,
                null,
                "user "
                        + System.getProperty("user.name")
                        + " may not read and write it: correct its owner and permissions");
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                if (Files.isRegularFile(path)) {
                    names.add(path.getFileName().toString());
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(path(name));
    }

    @Override
    public long modifiedMillis(String name) throws IOException {
        return Files.getLastModifiedTime(path(name)).toMillis();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        try {
            return new ChannelFile(
                    path(name),
                    FileChannel.open(
                            path(name),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE));
        } catch (AccessDeniedException e) {
            throw denied(describe(name));
        }
    }

    @Override
    public DiskFile openForRead(String name) throws IOException {
        try {
            return new ChannelFile(
                    path(name), FileChannel.open(path(name), StandardOpenOption.READ));
        } catch (AccessDeniedException e) {
            throw denied(describe(name));
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                path(from),
                path(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(path(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        syncDirectory(directory);
    }

    @Override
    public long freeBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    private Path path(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals("..") || name.equals(".")) {
            throw new IllegalArgumentException("not a plain file name: " + name);
        }
        return directory.resolve(name);
    }

    /** The operating system says what went wrong, not with which file. */
    private static IOException named(Path path, IOException e) {
        return new IOException(path + ": " + e.getMessage(), e);
    }

    /** An open file. Pieces bound the direct buffer that the JDK keeps per thread. */
    private record ChannelFile(Path path, FileChannel channel) implements DiskFile {
        private static final int PIECE = 1 << 20;

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(target, offset, Math.min(length, PIECE)), position);
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            int done = 0;
            try {
                while (done < length) {
                    int piece = Math.min(length - done, PIECE);
                    done +=
                            channel.write(
                                    ByteBuffer.wrap(source, offset + done, piece), position + done);
                }
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            long now = channel.size();
            try {
                if (size < now) {
                    channel.truncate(size);
                } else if (size > now) {
                    channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
                }
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void sync() throws IOException {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public void forget(long from, long to) {
            PageCache.forget(path, from, to);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
