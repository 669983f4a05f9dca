package zabra.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.Adler32;

/**
 * Reads the complete records of one log file in order. What stands after them is judged by {@link
 * #tail()}. One thread at a time; a file that is being written may be read, and then ends early.
 *
 * <p>Invariant: every record handed out has its end byte and a right checksum. A length in the file
 * never makes the buffer larger than the file.
 */
public final class TxnLogReader implements Closeable {
    private static final int BUFFER_START = 64 << 10;

    private final Disk disk;

    private final String name;
    private final DiskFile file;
    private final long size;
    private final boolean usable;
    private final boolean marked;
    private final Adler32 adler = new Adler32();

    private byte[] buffer = new byte[BUFFER_START];

    /** The file position of {@code buffer[0]}. */
    private long bufferPosition;

    private int bufferLimit;

    private long next = LogFormat.HEADER_LENGTH;
    private long recordPosition = -1;
    private int payloadLength;

    /**
     * Opens the file and reads its header.
     *
     * @throws StorageException where it has a header, and that is not of a log
     */
    public TxnLogReader(Disk disk, String name) throws IOException {
        this.disk = disk;
        this.name = name;
        file = disk.openForRead(name);
        boolean opened = false;
        try {
            size = file.size();
            int present = fill(0, LogFormat.HEADER_LENGTH);
            boolean whole =
                    present == LogFormat.HEADER_LENGTH
                            && LogFormat.getInt(buffer, 0) == LogFormat.MAGIC;
            if (!whole && !isUnfinishedHeader(present)) {
                throw new StorageException(
                        disk.describe(name)
                                + ": offset 0: this is no transaction log (its first bytes are"
                                + " damaged): restore the file from a backup, or empty this"
                                + " server's data directory and let it copy the data from a"
                                + " healthy ensemble");
            }
            usable = whole;
            marked = whole && LogFormat.getLong(buffer, 8) == LogFormat.DBID;
            opened = true;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** A header that was only begun, with nothing after it. */
    private boolean isUnfinishedHeader(int present) throws IOException {
        byte[] expected = LogFormat.header();
        int same = 0;
        while (same < present && buffer[same] == expected[same]) {
            same++;
        }
        if (!LogFormat.isZero(buffer, same, present)) {
            return false;
        }
        return LogTail.lastNonZero(this, same, size) == same;
    }

    /** False for an empty file, or one whose header was not finished: it never held a record. */
    public boolean isUsable() {
        return usable;
    }

    /** Whether batches in this file are followed by marks (this program wrote it). */
    boolean isMarked() {
        return marked;
    }

    /** Moves to the next record; false at the end of the complete ones. */
    public boolean next() throws IOException {
        if (!usable) {
            return false;
        }
        int have = fill(next, LogFormat.PREFIX_LENGTH);
        if (have < LogFormat.PREFIX_LENGTH) {
            return false;
        }
        int at = index(next);
        long crc = LogFormat.getLong(buffer, at);
        int length = LogFormat.getInt(buffer, at + 8);
        if (length < LogFormat.PAYLOAD_MIN || length > size - next - LogFormat.FRAME_LENGTH) {
            return false;
        }
        int whole = length + LogFormat.FRAME_LENGTH;
        if (fill(next, whole) < whole) {
            return false;
        }
        at = index(next);
        if (buffer[at + whole - 1] != LogFormat.END_OF_RECORD
                || LogFormat.adler(adler, buffer, at + LogFormat.PREFIX_LENGTH, length) != crc) {
            return false;
        }
        recordPosition = next;
        payloadLength = length;
        next += whole;
        return true;
    }

    /** The array that holds the current record, until the next call of {@link #next}. */
    public byte[] array() {
        return buffer;
    }

    /** Where in {@link #array} the payload begins. */
    public int offset() {
        return index(recordPosition) + LogFormat.PREFIX_LENGTH;
    }

    /** The payload's length in bytes. */
    public int length() {
        return payloadLength;
    }

    public long zxid() {
        return LogFormat.zxid(buffer, offset());
    }

    /** The file offset of the current record. */
    public long recordPosition() {
        return recordPosition;
    }

    /** The file offset after the records handed out so far. */
    public long end() {
        return next;
    }

    /** Judges what stands after the last record; call when {@link #next} has said false. */
    public LogTail tail() throws IOException {
        return usable
                ? LogTail.judge(this)
                : new LogTail(LogTail.Kind.TORN, 0, "its header was never finished");
    }

    long size() {
        return size;
    }

    String describe() {
        return disk.describe(name);
    }

    String name() {
        return name;
    }

    /** Reads into another array; the number of bytes read, less than {@code length} at the end. */
    int readAt(long position, byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = file.read(position + done, target, offset + done, length - done);
            if (count < 0) {
                break;
            }
            if (count == 0) {
                throw new EOFException(describe() + ": nothing read at " + (position + done));
            }
            done += count;
        }
        return done;
    }

    private int index(long position) {
        return (int) (position - bufferPosition);
    }

    /** Makes {@code length} bytes at {@code position} available; says how many there are. */
    private int fill(long position, int length) throws IOException {
        if (position < bufferPosition || position > bufferPosition + bufferLimit) {
            bufferPosition = position;
            bufferLimit = 0;
        }
        int at = index(position);
        if (bufferLimit - at >= length) {
            return length;
        }
        int kept = bufferLimit - at;
        byte[] target = buffer;
        if (length > buffer.length) {
            // Callers checked the length against the file's size.
            long room = Math.min(2L * length, size - position);
            target = new byte[(int) Math.min(Integer.MAX_VALUE - 8, room)];
        }
        System.arraycopy(buffer, at, target, 0, kept);
        buffer = target;
        bufferPosition = position;
        bufferLimit = kept + readAt(position + kept, buffer, kept, buffer.length - kept);
        return Math.min(length, bufferLimit);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
