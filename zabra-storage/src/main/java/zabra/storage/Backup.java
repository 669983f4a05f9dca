package zabra.storage;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import zabra.protocol.Zxid;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.LoggedTxn;

/**
 * A state as one stream of bytes: a zip archive of the newest good snapshot, one log with all
 * transactions after it, and at last an entry {@code backup} that says how far they reach. Both
 * files are what the reference reads, too. Everything that is read is checked while it is copied,
 * and read back after it was restored.
 *
 * <p>May be taken while a server writes these files, from another process: it takes no lock, and
 * fails where a purge, or a new leader, changed what it was reading. The transactions of one
 * server's log that no quorum has yet are part of it.
 */
public final class Backup {
    /**
     * What is inside.
     *
     * @param snapshotZxid the snapshot's
     * @param lastZxid the last transaction in snapshot or log
     * @param txnCount transactions in the log
     */
    public record Summary(long snapshotZxid, long lastZxid, long txnCount) {
        private String text() {
            return Zxid.toString(snapshotZxid) + " " + Zxid.toString(lastZxid) + " " + txnCount;
        }
    }

    private static final String SUMMARY = "backup";
    private static final int SUMMARY_MAX = 256;

    private Backup() {}

    /**
     * Writes what the directories hold.
     *
     * @param snapshots where snapshots and epochs are
     * @param logs where logs are; may be the same
     * @throws StorageException where files are damaged, or there is no state of this server's own
     */
    public static Summary write(Disk snapshots, Disk logs, OutputStream out) throws IOException {
        if (UnfinishedCopy.isBegun(snapshots)) {
            throw new StorageException(
                    StorageException.Kind.MISSING,
                    snapshots.describe("")
                            + ": this server has lost its data and is copying the others': back up"
                            + " another one");
        }
        EpochFiles.Epochs before = EpochFiles.peek(snapshots);
        if (before.accepted() != before.current()) {
            throw new StorageException(
                    snapshots.describe("")
                            + ": this server is about to follow a new leader: try again, or back up"
                            + " another one");
        }
        // The caller has the stream; only the archive ends here.
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 64 << 10));
        StorageNames.Named snapshot = newestGood(snapshots);
        copySnapshot(snapshots, snapshot.name(), zip);
        Summary summary = copyLog(snapshots, logs, snapshot.zxid(), zip);
        if (!EpochFiles.peek(snapshots).equals(before)) {
            throw new StorageException(
                    snapshots.describe("")
                            + ": a new leader was followed meanwhile, and may have taken back what"
                            + " was copied: try again");
        }
        zip.putNextEntry(entry(SUMMARY));
        zip.write(summary.text().getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
        zip.finish();
        zip.flush();
        return summary;
    }

    private static StorageNames.Named newestGood(Disk snapshots) throws IOException {
        StorageException newest = null;
        for (StorageNames.Named candidate : StorageNames.snapshots(snapshots)) {
            try {
                SnapshotReader.read(snapshots, candidate.name(), Nobody.INSTANCE);
                return candidate;
            } catch (StorageException e) {
                newest = newest == null ? e : newest;
            }
        }
        throw newest != null
                ? newest
                : new StorageException(
                        StorageException.Kind.MISSING,
                        snapshots.describe("") + ": there is no snapshot, so nothing to back up");
    }

    private static void copySnapshot(Disk snapshots, String name, ZipOutputStream zip)
            throws IOException {
        zip.putNextEntry(entry(name));
        try (DiskFile file = snapshots.openForRead(name)) {
            DiskFileStreams.input(file).transferTo(zip);
        }
        zip.closeEntry();
    }

    /** Anew, record by record: the file may be being written, and has zeros where it goes on. */
    private static Summary copyLog(
            Disk snapshots, Disk logs, long snapshotZxid, ZipOutputStream zip) throws IOException {
        byte[] prefix = new byte[LogFormat.PREFIX_LENGTH];
        Adler32 adler = new Adler32();
        long count = 0;
        try (LogHistory history =
                LogHistory.after(logs, snapshotZxid, SnapshotZxids.of(snapshots))) {
            while (history.next()) {
                if (count == 0) {
                    zip.putNextEntry(entry(StorageNames.log(history.zxid())));
                    zip.write(LogFormat.headerWithoutMarks());
                }
                LogFormat.putLong(
                        prefix,
                        0,
                        LogFormat.adler(
                                adler, history.array(), history.offset(), history.length()));
                LogFormat.putInt(prefix, 8, history.length());
                zip.write(prefix);
                zip.write(history.array(), history.offset(), history.length());
                zip.write(LogFormat.END_OF_RECORD);
                count++;
            }
            if (count > 0) {
                zip.closeEntry();
            }
            return new Summary(snapshotZxid, history.zxid(), count);
        }
    }

    /** The same state gives the same bytes: no times. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    /**
     * Writes a backup's files, durably, and reads them back.
     *
     * @param empty a directory with nothing in it; where this fails, what is in it counts for
     *     nothing
     * @throws StorageException where the backup is damaged or not whole
     */
    public static Summary restore(InputStream in, Disk empty) throws IOException {
        if (!empty.list().isEmpty()) {
            throw new IllegalArgumentException(empty.describe("") + " is not empty");
        }
        String claimed = unpack(in, empty);
        empty.syncDirectory();
        Recovery.Recovered found =
                new Recovery(empty, empty, RecoveryOptions.DEFAULT).recover(new Check());
        Summary summary = new Summary(found.snapshotZxid(), found.lastZxid(), found.txnCount());
        if (!summary.text().equals(claimed)) {
            throw new StorageException(
                    "the backup says it holds \""
                            + claimed
                            + "\" (snapshot, last transaction, transactions), and holds "
                            + summary.text()
                            + ": it was changed, take another one");
        }
        return summary;
    }

    /** What the last entry says. */
    private static String unpack(InputStream in, Disk empty) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            // The caller has the stream.
            ZipInputStream zip = new ZipInputStream(new Unclosed(in));
            while (true) {
                ZipEntry entry = zip.getNextEntry();
                if (entry == null) {
                    throw damaged(
                            names.isEmpty() ? "this is no backup" : "the backup's end is missing");
                }
                String name = entry.getName();
                if (name.equals(SUMMARY)) {
                    return new String(zip.readNBytes(SUMMARY_MAX), StandardCharsets.US_ASCII);
                }
                if (!name.matches("(snapshot|log)\\.[0-9a-f]{1,16}(\\.gz|\\.snappy)?")
                        || names.contains(name)) {
                    throw damaged("\"" + name + "\" is not what a backup holds");
                }
                names.add(name);
                try (DiskFile file = empty.open(name)) {
                    zip.transferTo(DiskFileStreams.output(file));
                    file.sync();
                }
            }
        } catch (ZipException e) {
            throw new StorageException("the backup is damaged: " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new StorageException("the backup's end is missing", e);
        }
    }

    private static StorageException damaged(String what) {
        return new StorageException(what + ": take another one");
    }

    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    /** That the files can be read is all it wants to know. */
    private static final class Check implements Recovery.Target {
        @Override
        public StateVisitor snapshot(long zxid) {
            return Nobody.INSTANCE;
        }

        @Override
        public void snapshotDigest(long zxid, int version, long digest) {}

        @Override
        public void txn(LoggedTxn txn) {}
    }
}
