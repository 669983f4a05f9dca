package zabra.simulator;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import zabra.storage.Disk;
import zabra.storage.DiskFile;

/** A disk that says of some files that they are synced when they are not. */
final class LyingDisk implements Disk {
    private final Disk disk;
    private final Predicate<String> about;

    /**
     * @param about names of files; the empty name is the directory
     */
    LyingDisk(Disk disk, Predicate<String> about) {
        this.disk = disk;
        this.about = about;
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public long size(String name) throws IOException {
        return disk.size(name);
    }

    @Override
    public long modifiedMillis(String name) throws IOException {
        return disk.modifiedMillis(name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        DiskFile file = disk.open(name);
        return about.test(name) ? new LyingFile(file) : file;
    }

    @Override
    public DiskFile openForRead(String name) throws IOException {
        return disk.openForRead(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        if (!about.test("")) {
            disk.syncDirectory();
        }
    }

    @Override
    public long freeBytes() throws IOException {
        return disk.freeBytes();
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
    }

    private record LyingFile(DiskFile file) implements DiskFile {
        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return file.read(position, target, offset, length);
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            file.write(position, source, offset, length);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void sync() {}

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
