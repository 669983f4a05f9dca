package zabra.simulator;

import java.io.IOException;
import java.util.function.Predicate;
import zabra.storage.DelegatingDisk;
import zabra.storage.Disk;
import zabra.storage.DiskFile;

/** A disk that says of some files that they are synced when they are not. */
final class LyingDisk extends DelegatingDisk {
    private final Predicate<String> about;

    /**
     * @param about names of files; the empty name is the directory
     */
    LyingDisk(Disk disk, Predicate<String> about) {
        super(disk);
        this.about = about;
    }

    @Override
    public DiskFile open(String name) throws IOException {
        DiskFile file = super.open(name);
        return about.test(name) ? new LyingFile(file) : file;
    }

    @Override
    public void syncDirectory() throws IOException {
        if (!about.test("")) {
            super.syncDirectory();
        }
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
