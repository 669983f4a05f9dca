package zabra.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Adler32;
import zabra.protocol.Zxid;

/**
 * The writer of the transaction log. One thread at a time. An {@link IOException} is final: the log
 * must not be used again, the server ends. (What a failed sync left on disk cannot be known: pages
 * that could not be written may count as clean afterwards, so a second sync proves nothing.)
 *
 * <p>A sync writes everything since the last one with a single write into space that is already
 * filled with zeros, so that the sync itself has no metadata to write; large batches, which would
 * have everything written twice for that, into space that is not. Behind each batch stands a mark,
 * where readers of the plain format look no further; it lets recovery tell a batch torn by a crash
 * from damage to what was synced.
 */
public final class TxnLog implements Closeable {
    private static final int BUFFER_START = 64 << 10;

    /** A batch larger than this goes to the file in pieces, and a larger buffer is given back. */
    private static final int BUFFER_MAX = 1 << 20;

    /** Space is filled with zeros this far ahead of the data. */
    private static final int ZERO_AHEAD = 1 << 20;

    /**
     * To write so much twice costs more than the metadata of one sync. There are no zeros then, nor
     * for the one batch that follows.
     */
    private static final int LARGE_BATCH = 128 << 10;

    private static final int HEADROOM = 4096;

    /**
     * So much of the newest stays in the system's memory: for learners that are a little behind.
     */
    private static final int REMEMBERED = 16 << 20;

    /** What is older is forgotten in pieces of this size. */
    private static final int FORGOTTEN_AT_ONCE = 4 << 20;

    /**
     * In one piece: the file system takes the space for it at once, which is several times cheaper.
     */
    private static final byte[] ZEROS = new byte[ZERO_AHEAD];

    private final Disk disk;
    private final TxnLogOptions options;
    private final Adler32 adler = new Adler32();

    private byte[] buffer = new byte[BUFFER_START];
    private int buffered;

    private DiskFile file;
    private String fileName;
    private boolean rollDue;

    /** Where the next piece goes: the end of what was written. */
    private long position;

    /** Where the batch that is not yet synced begins. */
    private long batchStart;

    private long allocated;
    private long zeroedTo;

    /** The last write was of a large batch, and so may be the next. */
    private boolean amongLarge;

    private long forgottenTo;

    private long lastZxid = Long.MIN_VALUE;
    private long recordsSinceRoll;
    private long bytesSinceRoll;
    private Throwable failure;

    /** Appends continue in a new file, named by the first zxid appended. */
    public TxnLog(Disk disk, TxnLogOptions options) {
        this.disk = disk;
        this.options = options;
    }

    /**
     * Adds a record to the batch: {@code length} payload bytes (a LoggedTxn). Written and safe only
     * after {@link #sync}.
     *
     * @throws IllegalStateException where {@code zxid} does not follow the one before, or is not
     *     the payload's
     */
    public void append(long zxid, byte[] payload, int offset, int length) throws IOException {
        checkUsable();
        checkRecord(zxid, payload, offset, length);
        try {
            if (rollDue) {
                closeFile();
            }
            if (file == null) {
                openFile(zxid);
            }
            int needed = length + LogFormat.FRAME_LENGTH + LogFormat.MARK_LENGTH;
            if (buffered > 0 && (long) buffered + needed > BUFFER_MAX) {
                writeBuffered();
            }
            room(needed);
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        LogFormat.putLong(buffer, buffered, LogFormat.adler(adler, payload, offset, length));
        LogFormat.putInt(buffer, buffered + 8, length);
        System.arraycopy(payload, offset, buffer, buffered + LogFormat.PREFIX_LENGTH, length);
        buffered += LogFormat.PREFIX_LENGTH + length;
        buffer[buffered++] = LogFormat.END_OF_RECORD;
        lastZxid = zxid;
        recordsSinceRoll++;
        bytesSinceRoll += length + LogFormat.FRAME_LENGTH;
    }

    private void checkRecord(long zxid, byte[] payload, int offset, int length) {
        if (length < LogFormat.PAYLOAD_MIN || LogFormat.zxid(payload, offset) != zxid) {
            throw new IllegalStateException(
                    "the payload of " + length + " bytes is not of " + Zxid.toString(zxid));
        }
        if (lastZxid != Long.MIN_VALUE && !LogFormat.follows(lastZxid, zxid)) {
            throw new IllegalStateException(
                    Zxid.toString(zxid) + " appended after " + Zxid.toString(lastZxid));
        }
    }

    private void room(int needed) {
        if (buffer.length - buffered < needed) {
            buffer = Arrays.copyOf(buffer, Math.max(buffered + needed, buffer.length * 2));
        }
    }

    /** Writes the batch and makes it (and a new file's name) durable. Nothing to do: returns. */
    public void sync() throws IOException {
        checkUsable();
        if (file == null || (buffered == 0 && batchStart == position)) {
            return;
        }
        try {
            writeBuffered();
            force();
            batchStart = position;
            if (position - forgottenTo >= REMEMBERED + FORGOTTEN_AT_ONCE) {
                forget(position - REMEMBERED);
            }
            if (buffer.length > BUFFER_MAX) {
                buffer = new byte[BUFFER_START];
            }
            if (options.sizeLimitBytes() > 0 && position > options.sizeLimitBytes()) {
                closeFile();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Writes zeros where the next batches will lie, if few are left, and syncs them: between
     * batches nobody waits for it, within {@link #sync} every client would. Not behind a large
     * batch.
     */
    public void zeroAhead() throws IOException {
        checkUsable();
        if (file == null
                || rollDue
                || buffered > 0
                || amongLarge
                || options.preallocateBytes() <= 0) {
            return;
        }
        long target = Math.min(allocated, position + ZERO_AHEAD);
        if (target - zeroedTo < ZERO_AHEAD / 2) {
            return;
        }
        try {
            zero(zeroedTo, target);
            force();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** The next append opens a new file. */
    public void roll() {
        rollDue = true;
        recordsSinceRoll = 0;
        bytesSinceRoll = 0;
    }

    /**
     * Syncs and closes the open file, so that files may be cut and deleted. Appends continue in a
     * new one.
     */
    public void rest() throws IOException {
        checkUsable();
        sync();
        try {
            closeFile();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        recordsSinceRoll = 0;
        bytesSinceRoll = 0;
    }

    /** At rest: the history was changed and ends at {@code zxid} now; appends continue there. */
    public void continueAfter(long zxid) {
        if (file != null) {
            throw new IllegalStateException(this + " is open");
        }
        lastZxid = zxid;
    }

    /** Records and file bytes since the last roll: what decides when a snapshot is due. */
    public long recordsSinceRoll() {
        return recordsSinceRoll;
    }

    public long bytesSinceRoll() {
        return bytesSinceRoll;
    }

    /** Syncs and closes; after a failure only closes. */
    @Override
    public void close() throws IOException {
        if (failure == null) {
            sync();
            closeFile();
            failure = new IOException("closed");
        } else if (file != null) {
            file.close();
            file = null;
        }
    }

    private void checkUsable() throws IOException {
        if (failure != null) {
            throw new IOException("the transaction log cannot be used any more", failure);
        }
    }

    /**
     * The header is durable before the first record is written: so a file whose header is damaged
     * is known to be damaged, or to be empty, never to be torn.
     */
    private void openFile(long zxid) throws IOException {
        String name = StorageNames.log(zxid);
        if (disk.exists(name)) {
            refuseToOverwriteRecords(name);
        }
        file = disk.open(name);
        fileName = name;
        file.truncate(0);
        byte[] header = LogFormat.header();
        position = 0;
        batchStart = 0;
        allocated = header.length;
        zeroedTo = 0;
        forgottenTo = 0;
        preallocate(header.length);
        file.write(0, header, 0, header.length);
        position = header.length;
        batchStart = position;
        bytesSinceRoll += header.length;
        force();
        if (options.forceSync()) {
            disk.syncDirectory();
        }
    }

    private void refuseToOverwriteRecords(String name) throws IOException {
        try (TxnLogReader reader = new TxnLogReader(disk, name)) {
            if (reader.isUsable() && reader.next()) {
                throw new StorageException(
                        disk.describe(name)
                                + " holds transactions already and would be overwritten: another"
                                + " server may be using this directory");
            }
        }
    }

    /** Writes what is buffered and the batch's mark; only {@link #force} makes it safe. */
    private void writeBuffered() throws IOException {
        long end = position + buffered;
        room(LogFormat.MARK_LENGTH);
        LogFormat.putMark(buffer, buffered, batchStart, end);
        preallocate(end + LogFormat.MARK_LENGTH);
        file.write(position, buffer, 0, buffered + LogFormat.MARK_LENGTH);
        position = end;
        buffered = 0;
    }

    /** Where nothing is synced, everything stays: what is dirty cannot be forgotten anyway. */
    private void forget(long to) {
        if (options.forceSync()) {
            file.forget(forgottenTo, to);
        }
        forgottenTo = to;
    }

    /**
     * Makes sure that there is space up to {@code end}, and that zeros stand ready there and some
     * way on, but for large batches.
     */
    private void preallocate(long end) throws IOException {
        long step = options.preallocateBytes();
        if (step <= 0) {
            return;
        }
        boolean grows = false;
        while (end + HEADROOM >= allocated) {
            allocated += step;
            grows = true;
        }
        if (grows) {
            file.truncate(allocated);
        }
        boolean large = end - batchStart >= LARGE_BATCH;
        if (end > zeroedTo && (large || amongLarge)) {
            zeroedTo = end;
        } else if (end > zeroedTo) {
            // Blocks that were never written cost the file system a journal entry at the next sync.
            zero(Math.max(zeroedTo, position), Math.min(allocated, end + ZERO_AHEAD));
        }
        amongLarge = large;
    }

    private void zero(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            int piece = (int) Math.min(ZEROS.length, to - at);
            file.write(at, ZEROS, 0, piece);
            at += piece;
        }
        zeroedTo = to;
    }

    private void force() throws IOException {
        if (options.forceSync()) {
            file.sync();
        }
    }

    /** An empty batch's mark at the end says that all before it was synced. */
    static void closeCleanly(DiskFile file, long end) throws IOException {
        byte[] mark = new byte[LogFormat.MARK_LENGTH];
        LogFormat.putMark(mark, 0, end, end);
        file.write(end, mark, 0, mark.length);
        file.truncate(end + mark.length);
    }

    /** Syncs what is open, gives back unused space and closes; the next append opens a file. */
    private void closeFile() throws IOException {
        rollDue = false;
        if (file == null) {
            return;
        }
        if (buffered > 0 || batchStart < position) {
            writeBuffered();
            force();
        }
        closeCleanly(file, position);
        force();
        forget(position);
        file.close();
        file = null;
        fileName = null;
    }

    @Override
    public String toString() {
        return "TxnLog " + (fileName == null ? "without an open file" : disk.describe(fileName));
    }
}
