package zabra.simulator.machine;

import java.io.IOException;
import zabra.storage.DelegatingDisk;
import zabra.storage.Disk;
import zabra.storage.DiskFile;

/**
 * A disk as one incarnation of a server sees it, with a fuse: power fails right before or right
 * after the operation at which it burns out, so that a crash can fall between any two steps that
 * the server makes, inside of one call as well. After that every operation fails in the same way.
 */
final class FusedDisk extends DelegatingDisk {
    private static final long NEVER = Long.MAX_VALUE;

    private long left = NEVER;
    private boolean before;

    FusedDisk(Disk disk) {
        super(disk);
    }

    /**
     * Power fails at the {@code operations}-th change from now, the first being 0.
     *
     * @param before whether that change is not made any more
     */
    void burnAfter(int operations, boolean before) {
        left = operations;
        this.before = before;
    }

    /** Power does not fail any more, unless it did. */
    void defuse() {
        if (left >= 0) {
            left = NEVER;
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private void change(String what, Change change) throws IOException {
        if (left != NEVER && left <= 0 && before) {
            left = -1;
            throw new PowerFailure("before " + what);
        }
        if (left < 0) {
            throw new PowerFailure("dead at " + what);
        }
        change.make();
        if (left != NEVER && left-- == 0) {
            before = true;
            throw new PowerFailure("after " + what);
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        DiskFile[] opened = new DiskFile[1];
        change("open " + name, () -> opened[0] = super.open(name));
        return new FusedFile(name, opened[0]);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change("rename " + from, () -> super.rename(from, to));
    }

    @Override
    public void delete(String name) throws IOException {
        change("delete " + name, () -> super.delete(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        change("sync directory", super::syncDirectory);
    }

    private final class FusedFile implements DiskFile {
        private final String name;
        private final DiskFile file;

        FusedFile(String name, DiskFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return file.read(position, target, offset, length);
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            change("write " + name, () -> file.write(position, source, offset, length));
        }

        @Override
        public void truncate(long size) throws IOException {
            change("truncate " + name, () -> file.truncate(size));
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void sync() throws IOException {
            change("sync " + name, file::sync);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
