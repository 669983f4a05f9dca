package zabra.storage;

import java.io.IOException;
import zabra.protocol.JuteReader;
import zabra.protocol.MarshallingException;
import zabra.protocol.Zxid;
import zabra.protocol.snapshot.StateVisitor;
import zabra.protocol.txn.LoggedTxn;

/**
 * Brings a state back from the newest good snapshot and the log after it, or says exactly why not
 * ({@link StorageException}). Deletes leftovers of unfinished writes, and finishes what a crash
 * interrupted when a received state was to replace the history.
 */
public final class Recovery {
    /** Takes what is recovered. */
    public interface Target {
        /**
         * A snapshot is about to be read: its pieces go to the visitor returned. Called again for
         * an older one when a snapshot turns out to be damaged: the earlier attempt counts for
         * nothing.
         */
        StateVisitor snapshot(long zxid);

        /**
         * The snapshot's digest, to be compared: at {@code zxid} the tree must have {@code digest}.
         */
        void snapshotDigest(long zxid, int version, long digest);

        /** A logged transaction after the snapshot, in order. */
        void txn(LoggedTxn txn);
    }

    /**
     * What was found.
     *
     * @param lastZxid the last transaction in snapshot and log; 0 for an empty database; -1 where
     *     an empty database may not be created (no vote)
     * @param snapshotZxid the snapshot used; -1 where there was none
     * @param txnCount transactions replayed
     */
    public record Recovered(long lastZxid, long snapshotZxid, long txnCount) {}

    private static final String INITIALIZE = "initialize";

    private final Disk snapshots;
    private final Disk logs;
    private final Disk home;
    private final RecoveryOptions options;
    private long newestDamaged = -1;

    /** Without a place for an {@code initialize} file. */
    public Recovery(Disk snapshots, Disk logs, RecoveryOptions options) {
        this(snapshots, logs, null, options);
    }

    /**
     * @param snapshots where snapshots are
     * @param logs where logs are; may be the same
     * @param home the directory above the logs', where an operator may put a file {@code
     *     initialize} to allow an empty database; null for none
     */
    public Recovery(Disk snapshots, Disk logs, Disk home, RecoveryOptions options) {
        this.snapshots = snapshots;
        this.logs = logs;
        this.home = home;
        this.options = options;
    }

    /**
     * Reads everything into {@code target}. Where the result is an empty database (zxid 0), writing
     * its snapshot is the caller's first duty: a log without any snapshot is refused at the next
     * start.
     *
     * @throws StorageException where files are damaged, misplaced or missing; what the target got
     *     until then counts for nothing. Nothing was deleted but leftovers of unfinished writes,
     *     and what a received state replaces
     */
    public Recovered recover(Target target) throws IOException {
        checkPlaces();
        removeLeftovers(snapshots);
        removeLeftovers(logs);
        StateInstallation.complete(snapshots, logs);
        boolean allowed = isInitializeAllowed();
        long snapshotZxid = loadSnapshot(target);
        Recovered recovered = replay(target, snapshotZxid, allowed);
        removeInitialize();
        return recovered;
    }

    /**
     * As {@link #recover}, of a server that runs and whose log is at rest. A snapshot may be being
     * written meanwhile; it does not count yet.
     */
    public Recovered reload(Target target) throws IOException {
        return replay(target, loadSnapshot(target), false);
    }

    private void checkPlaces() throws IOException {
        if (snapshots.describe(INITIALIZE).equals(logs.describe(INITIALIZE))) {
            return;
        }
        for (String name : logs.list()) {
            if (StorageNames.looksLikeSnapshot(name)) {
                throw misplaced(logs.describe(name), "a snapshot", "log directory (dataLogDir)");
            }
        }
        for (String name : snapshots.list()) {
            if (StorageNames.looksLikeLog(name)) {
                throw misplaced(
                        snapshots.describe(name),
                        "a transaction log",
                        "snapshot directory (dataDir)");
            }
        }
    }

    private static StorageException misplaced(String file, String what, String where) {
        return new StorageException(
                StorageException.Kind.MISPLACED,
                file
                        + ": "
                        + what
                        + " in the "
                        + where
                        + ": dataDir and dataLogDir may have been changed or exchanged; correct"
                        + " them, or move the files to where they belong");
    }

    private static void removeLeftovers(Disk disk) throws IOException {
        boolean removed = false;
        for (String name : disk.list()) {
            if (StorageNames.isLeftover(name)) {
                disk.delete(name);
                removed = true;
            }
        }
        if (removed) {
            disk.syncDirectory();
        }
    }

    private boolean isInitializeAllowed() throws IOException {
        return options.autocreate() || (home != null && home.exists(INITIALIZE));
    }

    /** It allowed one beginning, not every later one. */
    private void removeInitialize() throws IOException {
        if (home != null && home.exists(INITIALIZE)) {
            home.delete(INITIALIZE);
            home.syncDirectory();
        }
    }

    /** The zxid of the newest good snapshot, which the target now has; -1 where there is none. */
    private long loadSnapshot(Target target) throws IOException {
        StorageException newest = null;
        newestDamaged = -1;
        for (StorageNames.Named candidate : StorageNames.snapshots(snapshots)) {
            try {
                SnapshotReader.Summary summary =
                        SnapshotReader.read(
                                snapshots, candidate.name(), target.snapshot(candidate.zxid()));
                // A digest from before the name's zxid says nothing about the state inside.
                if (summary.digestZxid() > 0 && summary.digestZxid() >= candidate.zxid()) {
                    target.snapshotDigest(
                            summary.digestZxid(), summary.digestVersion(), summary.digest());
                }
                return candidate.zxid();
            } catch (StorageException e) {
                if (newest == null) {
                    newest = e;
                    newestDamaged = candidate.zxid();
                } else {
                    newest.addSuppressed(e);
                }
            }
        }
        if (newest != null) {
            throw new StorageException(
                    "no snapshot in "
                            + snapshots.describe("")
                            + " can be read; the newest one: "
                            + newest.getMessage()
                            + ". Restore one from a backup, or move this server's data directory"
                            + " aside (keep myid) and let it copy the data of a healthy ensemble",
                    newest);
        }
        return -1;
    }

    private Recovered replay(Target target, long snapshotZxid, boolean allowed) throws IOException {
        long count = 0;
        long base = Math.max(snapshotZxid, 0);
        JuteReader jute = new JuteReader();
        try (LogHistory history = LogHistory.after(logs, base, SnapshotZxids.of(snapshots))) {
            do {
                while (history.next()) {
                    if (snapshotZxid < 0 && !options.trustEmpty()) {
                        throw logWithoutSnapshot(history);
                    }
                    target.txn(decode(history, jute));
                    count++;
                }
            } while (history.settle());
            if (history.zxid() < newestDamaged) {
                throw incomplete(history.zxid());
            }
            history.removeRemains();
            // The names of snapshot and epoch files as well: see removeRemains.
            snapshots.syncDirectory();
            boolean empty = snapshotZxid < 0 && count == 0;
            long last = empty && !allowed ? -1 : history.zxid();
            return new Recovered(last, snapshotZxid, count);
        }
    }

    /** The damaged snapshot shows that history went further than what is left of it. */
    private StorageException incomplete(long last) {
        return new StorageException(
                "a snapshot of "
                        + Zxid.toString(newestDamaged)
                        + " in "
                        + snapshots.describe("")
                        + " cannot be read, and the older ones and the log only reach "
                        + Zxid.toString(last)
                        + ": transactions would be lost. Restore the snapshot from a backup, or"
                        + " move this server's data directory aside (keep myid) and let it copy the"
                        + " data of a healthy ensemble");
    }

    private StorageException logWithoutSnapshot(LogHistory history) {
        return new StorageException(
                StorageException.Kind.MISSING,
                history.describePosition()
                        + ": there are transactions but no snapshot in "
                        + snapshots.describe("")
                        + ": data may be missing. Restore a snapshot, or, where the log is known to"
                        + " be the whole history (an upgrade from before 3.5), set"
                        + " zookeeper.snapshot.trust.empty=true for one start");
    }

    private static LoggedTxn decode(LogHistory history, JuteReader jute) {
        try {
            return LoggedTxn.read(jute.wrap(history.array(), history.offset(), history.length()));
        } catch (MarshallingException e) {
            throw new StorageException(
                    history.describePosition()
                            + ": the checksum is right, the transaction cannot be understood: "
                            + e.getMessage()
                            + ". A newer server may have written it",
                    e);
        }
    }
}
