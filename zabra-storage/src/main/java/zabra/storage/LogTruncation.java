package zabra.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes transactions back that the leader's history does not have: everything after a zxid, from
 * logs and snapshots. Done while nothing writes; afterwards the state is to be recovered anew.
 *
 * <p>Invariant: after a crash at any step recovery finds the old history or a prefix of it that
 * reaches the zxid; never a gap, never a snapshot without its log.
 */
public final class LogTruncation {
    private final Disk snapshots;
    private final Disk logs;

    public LogTruncation(Disk snapshots, Disk logs) {
        this.snapshots = snapshots;
        this.logs = logs;
    }

    /** Where the good part of the log ends; {@code file} null where no record is kept. */
    private record Cut(String file, long end, boolean marked) {}

    /**
     * Makes {@code zxid} the last of the history.
     *
     * @return false, with nothing changed, where that cannot be done: {@code zxid} is neither a
     *     logged transaction nor exactly a snapshot's state, or no snapshot is left to start from.
     *     The leader must then send a whole snapshot
     * @throws IOException where the disk fails: final, the server must stop
     */
    public boolean truncate(long zxid) throws IOException {
        List<StorageNames.Named> tooNew = new ArrayList<>();
        long base = choose(zxid, tooNew);
        if (base < 0) {
            return false;
        }
        Cut cut = findCut(base, zxid);
        if (cut == null) {
            return false;
        }
        for (StorageNames.Named snapshot : tooNew) {
            snapshots.delete(snapshot.name());
        }
        // A log must not be cut while a snapshot beyond the cut could still come back.
        snapshots.syncDirectory();
        deleteLogsAfter(zxid, cut);
        if (cut.file != null) {
            LogHistory.cut(logs, cut.file, cut.end, cut.marked);
        }
        return true;
    }

    /**
     * The newest snapshot that holds nothing after {@code zxid}, -1 for none; the others to drop.
     */
    private long choose(long zxid, List<StorageNames.Named> tooNew) throws IOException {
        long base = -1;
        for (StorageNames.Named snapshot : StorageNames.snapshots(snapshots)) {
            if (snapshot.zxid() > zxid) {
                tooNew.add(snapshot);
                continue;
            }
            try {
                SnapshotReader.Summary summary =
                        SnapshotReader.read(snapshots, snapshot.name(), Nobody.INSTANCE);
                // Without the last block nobody knows how far a fuzzy snapshot went.
                boolean known = summary.hasLastZxid() && summary.digestZxid() <= zxid;
                if (known && summary.lastZxid() <= zxid) {
                    base = Math.max(base, snapshot.zxid());
                } else {
                    tooNew.add(snapshot);
                }
            } catch (StorageException e) {
                // Unreadable: it can bring nothing back.
                tooNew.add(snapshot);
            }
        }
        return base;
    }

    private Cut findCut(long base, long zxid) throws IOException {
        try (LogHistory history = LogHistory.after(logs, base, SnapshotZxids.of(snapshots))) {
            Cut cut = null;
            while (history.zxid() < zxid && history.next()) {
                if (history.zxid() > zxid) {
                    return null;
                }
                cut = new Cut(history.fileName(), history.recordEnd(), history.isMarked());
            }
            if (history.zxid() != zxid) {
                return null;
            }
            return cut == null ? cutAtBase(zxid) : cut;
        } catch (StorageException e) {
            // The log is not whole up to the zxid.
            return null;
        }
    }

    /**
     * The snapshot is exactly the state wanted; records after it may share a file with older ones.
     */
    private Cut cutAtBase(long zxid) throws IOException {
        Cut cut = new Cut(null, 0, false);
        for (StorageNames.Named log : StorageNames.logs(logs)) {
            if (log.zxid() > zxid) {
                break;
            }
            try (TxnLogReader reader = new TxnLogReader(logs, log.name())) {
                if (!reader.isUsable()) {
                    continue;
                }
                long end = LogFormat.HEADER_LENGTH;
                while (reader.next() && reader.zxid() <= zxid) {
                    end = reader.end();
                }
                cut = new Cut(log.name(), end, reader.isMarked());
            }
        }
        return cut;
    }

    /** The newest first, each durably: a later file must never outlive an earlier one. */
    private void deleteLogsAfter(long zxid, Cut cut) throws IOException {
        for (StorageNames.Named log : StorageNames.logs(logs).reversed()) {
            if (log.zxid() > zxid && !log.name().equals(cut.file)) {
                logs.delete(log.name());
                logs.syncDirectory();
            }
        }
    }
}
