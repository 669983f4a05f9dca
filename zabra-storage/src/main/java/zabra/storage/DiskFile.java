package zabra.storage;

import java.io.Closeable;
import java.io.IOException;

/** One open file of a {@link Disk}. */
public interface DiskFile extends Closeable {
    /** Reads up to {@code length} bytes at {@code position}; -1 at the end. */
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /** Writes all bytes at {@code position}. */
    void write(long position, byte[] source, int offset, int length) throws IOException;

    /** Cuts or extends (with zeros) to {@code size}. */
    void truncate(long size) throws IOException;

    long size() throws IOException;

    /** All that was written is safe when this returns; metadata only where needed to read it. */
    void sync() throws IOException;

    /**
     * Nobody will read the synced bytes from {@code from} up to {@code to} soon: their place in
     * memory may serve others. A hint.
     */
    default void forget(long from, long to) {}
}
