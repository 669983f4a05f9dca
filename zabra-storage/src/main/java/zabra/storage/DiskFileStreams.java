package zabra.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A {@link DiskFile} from its begin to its end as a stream; closing a stream leaves it open. */
final class DiskFileStreams {
    private DiskFileStreams() {}

    /**
     * From the file's begin on. What was written is synced piece by piece: a sync of all at once
     * would keep the device busy for so long that the log, if it is on the same, stands still.
     */
    static OutputStream output(DiskFile file) {
        return new Output(file);
    }

    static InputStream input(DiskFile file) {
        return new Input(file);
    }

    private static final class Output extends OutputStream {
        private static final long SYNC_BYTES = 4 << 20;

        private final DiskFile file;
        private long position;
        private long synced;

        Output(DiskFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            file.write(position, source, offset, length);
            position += length;
            if (position - synced >= SYNC_BYTES) {
                file.sync();
                synced = position;
            }
        }
    }

    private static final class Input extends InputStream {
        private final DiskFile file;
        private long position;

        Input(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = file.read(position, target, offset, length);
            if (count > 0) {
                position += count;
            }
            return count;
        }
    }
}
