package zabra.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import zabra.protocol.Zxid;

/**
 * The logged transactions after a zxid, in order, through all log files. One thread at a time; the
 * newest file may be being written meanwhile, its records then end early.
 *
 * <p>Invariant: each zxid handed out follows the one before (the next counter, or the first of a
 * higher epoch), the first one follows the given zxid. A file whose records end early is forgiven
 * only where the next file goes on with the very next zxid, or where an interrupted write explains
 * the end. A new epoch follows only where no snapshot shows that something stood between.
 */
final class LogHistory implements Closeable {
    private static final String ADVICE =
            ". Nothing was changed. If other servers of the ensemble are healthy, move this"
                + " server's data directory aside (keep myid) and restart: it will copy their data."
                + " A server on its own needs the file from a backup";

    private final Disk disk;
    private final List<StorageNames.Named> files;
    private final long after;
    private final SnapshotZxids states;

    /** Whether {@link #base} is yet to be found; else it is {@link #after}. */
    private final boolean findsBase;

    /** Files whose records ended, and that nothing has explained yet; their readers are open. */
    private final List<TxnLogReader> ended = new ArrayList<>();

    private int nextFile;
    private TxnLogReader reader;
    private long previous;
    private long lastPassed = -1;
    private long base;
    private boolean started;
    private String unfinished;

    private LogHistory(
            Disk disk, long after, SnapshotZxids states, boolean findsBase, boolean seesBase)
            throws IOException {
        this.disk = disk;
        this.after = after;
        this.states = states;
        this.findsBase = findsBase;
        files = StorageNames.logs(disk);
        previous = after;
        base = after;
        // A file named by the next zxid holds all that follows; else some record of an older one
        // may.
        long named = findsBase ? after : after + 1;
        for (int i = 0; i < files.size() && files.get(i).zxid() <= named; i++) {
            nextFile = i;
        }
        while (seesBase && nextFile > 0 && isWithoutRecords(files.get(nextFile).name())) {
            // A write that a crash interrupted left it: the last record before is in an older one.
            nextFile--;
        }
    }

    private boolean isWithoutRecords(String name) throws IOException {
        try (TxnLogReader first = open(name)) {
            return first.isUsable() && !first.next();
        }
    }

    /** Transactions after {@code after}, which is in the history; 0 for the whole history. */
    static LogHistory after(Disk logs, long after, SnapshotZxids states) throws IOException {
        return new LogHistory(logs, after, states, false, false);
    }

    /** The same for who must be shown, by {@link #lastPassed}, that the log holds {@code after}. */
    static LogHistory behind(Disk logs, long after, SnapshotZxids states) throws IOException {
        return new LogHistory(logs, after, states, false, true);
    }

    /**
     * Transactions after the greatest zxid of this history that is at most {@code zxid}: the {@link
     * #base}, known from the first {@link #next} on.
     */
    static LogHistory around(Disk logs, long zxid, SnapshotZxids states) throws IOException {
        return new LogHistory(logs, zxid, states, true, true);
    }

    /**
     * Moves to the next transaction; false where the files hold no more.
     *
     * @throws StorageException where damage or a gap stands before it
     */
    public boolean next() throws IOException {
        while (true) {
            if (reader == null && !openNext()) {
                return false;
            }
            if (!reader.next()) {
                ended.add(reader);
                reader = null;
                continue;
            }
            long zxid = reader.zxid();
            if (zxid <= after && !started) {
                // Passed over: the snapshot holds it. What ended before cannot hide more than that.
                lastPassed = zxid;
                continue;
            }
            if (!started && findsBase) {
                findBase();
            }
            checkFollows(zxid);
            started = true;
            previous = zxid;
            return true;
        }
    }

    private void findBase() {
        base = Math.max(lastPassed, states.floor(after));
        if (base < 0) {
            throw new StorageException(
                    StorageException.Kind.MISSING,
                    disk.describe("") + ": the log does not reach back to " + Zxid.toString(after));
        }
        previous = base;
    }

    private boolean openNext() throws IOException {
        if (nextFile >= files.size()) {
            return false;
        }
        String name = files.get(nextFile).name();
        TxnLogReader opened = open(name);
        nextFile++;
        if (opened.isUsable()) {
            reader = opened;
            return true;
        }
        opened.close();
        if (nextFile < files.size()) {
            throw new StorageException(
                    disk.describe(name)
                            + ": offset 0: the file is empty, but newer log files exist: its"
                            + " transactions are lost"
                            + ADVICE);
        }
        unfinished = name;
        return false;
    }

    private TxnLogReader open(String name) throws IOException {
        try {
            return new TxnLogReader(disk, name);
        } catch (IOException e) {
            if (disk.exists(name)) {
                throw e;
            }
            throw new StorageException(
                    StorageException.Kind.MISSING,
                    disk.describe(name) + ": the file was purged, or taken back, meanwhile",
                    e);
        }
    }

    private void checkFollows(long zxid) throws IOException {
        if (!LogFormat.follows(previous, zxid)) {
            String where = describePosition();
            String ends = describeEnded();
            throw new StorageException(
                    where
                            + ": transaction "
                            + Zxid.toString(zxid)
                            + " does not follow "
                            + Zxid.toString(previous)
                            + (zxid > previous ? ": those between are missing" : ": out of order")
                            + ends
                            + ADVICE);
        }
        if (zxid != previous + 1) {
            checkNothingBetween(zxid);
            for (TxnLogReader end : ended) {
                refuseDamage(end, end.tail());
            }
        }
        closeEnded();
    }

    private void checkNothingBetween(long zxid) {
        long between = states.between(previous, zxid);
        if (between >= 0) {
            throw new StorageException(
                    describePosition()
                            + ": transaction "
                            + Zxid.toString(zxid)
                            + " does not follow "
                            + Zxid.toString(previous)
                            + ": a snapshot shows that there was "
                            + Zxid.toString(between)
                            + " between, and the log does not hold how it came about"
                            + ADVICE);
        }
    }

    private String describeEnded() throws IOException {
        StringBuilder text = new StringBuilder();
        for (TxnLogReader end : ended) {
            LogTail tail = end.tail();
            if (tail.kind() != LogTail.Kind.CLEAN) {
                text.append(" (").append(end.describe()).append(": offset ").append(end.end());
                text.append(": ").append(tail.reason()).append(')');
            }
        }
        return text.toString();
    }

    private static void refuseDamage(TxnLogReader end, LogTail tail) {
        if (tail.kind() == LogTail.Kind.DAMAGED) {
            throw new StorageException(
                    end.describe() + ": offset " + end.end() + ": " + tail.reason() + ADVICE);
        }
    }

    /**
     * Judges how the history ends, once {@link #next} has said false, and completes a record that
     * lacks only its end byte.
     *
     * @return whether that brought another transaction: go on with {@link #next}
     * @throws StorageException where transactions that may have been acknowledged are damaged
     */
    boolean settle() throws IOException {
        for (int i = 0; i < ended.size(); i++) {
            TxnLogReader end = ended.get(i);
            LogTail tail = end.tail();
            refuseDamage(end, tail);
            if (tail.kind() == LogTail.Kind.END_BYTE_MISSING) {
                writeEndByte(end.name(), tail.end() - 1);
                for (int later = i; later < ended.size(); later++) {
                    ended.get(later).close();
                }
                nextFile -= ended.size() - i + (unfinished == null ? 0 : 1);
                unfinished = null;
                ended.subList(i, ended.size()).clear();
                reopenAfter(end.name(), end.end());
                return true;
            }
        }
        return false;
    }

    private void writeEndByte(String name, long position) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.write(position, new byte[] {LogFormat.END_OF_RECORD}, 0, 1);
            file.sync();
        }
    }

    private void reopenAfter(String name, long position) throws IOException {
        reader = new TxnLogReader(disk, name);
        nextFile++;
        while (reader.end() < position && reader.next()) {
            // Read before.
        }
    }

    /**
     * Removes what interrupted writes left, so that no later reader can stumble over it, and makes
     * the rest durable: a process may have ended between a write and its sync, and what only the
     * operating system holds is not to be built on.
     */
    void removeRemains() throws IOException {
        for (TxnLogReader end : ended) {
            boolean closed = end.size() == end.end() + LogFormat.MARK_LENGTH;
            boolean torn = end.tail().kind() == LogTail.Kind.TORN;
            if (torn || (end.isMarked() && !closed)) {
                cut(disk, end.name(), end.end(), end.isMarked());
            } else {
                try (DiskFile file = disk.open(end.name())) {
                    file.sync();
                }
            }
        }
        if (unfinished != null) {
            disk.delete(unfinished);
        }
        disk.syncDirectory();
    }

    /** Makes {@code end} the end of a log file's data, durably. */
    static void cut(Disk disk, String name, long end, boolean marked) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.truncate(end);
            file.sync();
            if (marked) {
                // Not before the cut is durable: half a mark over half a record looks like damage.
                TxnLog.closeCleanly(file, end);
                file.sync();
            }
        }
    }

    /** The array that holds the current payload (a LoggedTxn), until the next {@link #next}. */
    public byte[] array() {
        return reader.array();
    }

    public int offset() {
        return reader.offset();
    }

    public int length() {
        return reader.length();
    }

    /** The zxid last handed out; the one given at first where there was none. */
    public long zxid() {
        return previous;
    }

    /** What the transactions handed out follow. */
    long base() {
        return base;
    }

    /** The last transaction that was read but is not after the given zxid; -1 for none. */
    long lastPassed() {
        return lastPassed;
    }

    /** The file that holds the current transaction. */
    String fileName() {
        return reader.name();
    }

    /** Where in the file the current transaction's record ends. */
    long recordEnd() {
        return reader.end();
    }

    boolean isMarked() {
        return reader.isMarked();
    }

    /** File and offset of the current transaction, for messages. */
    String describePosition() {
        return reader.describe() + ": offset " + reader.recordPosition();
    }

    private void closeEnded() throws IOException {
        for (TxnLogReader end : ended) {
            end.close();
        }
        ended.clear();
    }

    @Override
    public void close() throws IOException {
        closeEnded();
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
