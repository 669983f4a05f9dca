package zabra.micro;

import zabra.storage.DelegatingDisk;
import zabra.storage.DiskFile;
import zabra.storage.SimulatedDisk;

/** Takes whatever is written, keeps its length alone, and is never full. */
final class ForgetfulDisk extends DelegatingDisk {
    ForgetfulDisk() {
        super(new SimulatedDisk());
    }

    @Override
    public DiskFile open(String name) {
        return new Hole();
    }

    private static final class Hole implements DiskFile {
        private long size;

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            throw new IllegalStateException("what was written is forgotten");
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) {
            size = Math.max(size, position + length);
        }

        @Override
        public void truncate(long newSize) {
            size = newSize;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void sync() {
            // It is as safe as it will ever be.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
