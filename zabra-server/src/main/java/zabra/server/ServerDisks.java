package zabra.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.consensus.zab.ZabState;
import zabra.peer.durable.DurableStep;
import zabra.peer.durable.DurableSteps;
import zabra.peer.durable.Outcome;
import zabra.peer.durable.RecoveredState;
import zabra.protocol.Zxid;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.ServerConfig;
import zabra.server.net.quorum.DiskSyncStorage;
import zabra.server.run.Fatal;
import zabra.server.run.JournalThread;
import zabra.server.run.SnapshotThread;
import zabra.server.run.SyncStats;
import zabra.storage.Disk;
import zabra.storage.EpochFiles;
import zabra.storage.FileSystemDisk;
import zabra.storage.Recovery;
import zabra.storage.Snapshots;
import zabra.storage.StorageException;
import zabra.storage.TxnLog;
import zabra.storage.UnfinishedCopy;
import zabra.tree.ChunkLayout;
import zabra.tree.DataTree;

/** What a server has on its disks: the state recovered from them, and the threads that write. */
final class ServerDisks {
    private static final Logger LOG = LoggerFactory.getLogger(ServerDisks.class);

    private final ServerConfig config;
    private final Disk snapshotDisk;
    private final Disk logDisk;
    private final Snapshots files;
    private final EpochFiles epochs;
    private final DataTree tree;
    private final ChunkLayout chunks;
    private final long seed;
    private final Recovery.Recovered recovered;
    private final JournalThread journal;
    private final SnapshotThread snapshots;

    /** The last transaction that is safe: the journal's thread writes it, any reads it. */
    private final AtomicLong durable = new AtomicLong();

    /**
     * Recovers.
     *
     * @throws IOException where a disk cannot be read or written
     * @throws StorageException where files are damaged, or contradict each other
     */
    ServerDisks(ServerConfig config, ServerEvents events, SyncStats syncs, Fatal fatal)
            throws IOException {
        this.config = config;
        snapshotDisk = disk(config.dirs().snapshotFiles());
        boolean oneDirectory = config.dirs().logFiles().equals(config.dirs().snapshotFiles());
        logDisk = oneDirectory ? snapshotDisk : disk(config.dirs().logFiles());
        epochs = new EpochFiles(snapshotDisk);
        chunks = HeapLayout.ofThisJvm();
        // A seed that clients cannot know: names cannot be made to collide.
        seed = ThreadLocalRandom.current().nextLong();
        tree = emptyTree();
        boolean digests = config.tree().tree().digest();
        UnfinishedCopy.discard(snapshotDisk, logDisk);
        Recovery recovery =
                new Recovery(
                        snapshotDisk,
                        logDisk,
                        disk(config.dirs().log()),
                        config.storage().recovery());
        RecoveredState state = new RecoveredState(tree, digests);
        recovered = recover(recovery, state);
        durable.set(recovered.lastZxid());
        events.countDigestMismatches(state.mismatches());
        files = new Snapshots(snapshotDisk, logDisk, config.storage().compression(), digests);
        TxnLog log = new TxnLog(logDisk, config.storage().log());
        journal =
                new JournalThread(
                        log,
                        new DurableSteps(log, files, epochs, recovery, digests, this::emptyTree),
                        config.storage().fsyncWarningMillis(),
                        syncs,
                        fatal);
        snapshots =
                new SnapshotThread(
                        files,
                        config.purge().retain(),
                        config.purge().intervalHours() * 3_600_000L,
                        fatal);
    }

    private Disk disk(Path directory) throws IOException {
        return new FileSystemDisk(directory, config.dirs().autocreate());
    }

    private DataTree emptyTree() {
        return new DataTree(config.tree().tree(), chunks, seed);
    }

    private Recovery.Recovered recover(Recovery recovery, RecoveredState state) throws IOException {
        long start = System.nanoTime();
        Recovery.Recovered found = recovery.recover(state);
        LOG.info(
                "Recovered {} from snapshot {} and {} transactions: {} znodes, {} sessions, {} ms",
                Zxid.toString(found.lastZxid()),
                found.snapshotZxid() < 0 ? "none" : Zxid.toString(found.snapshotZxid()),
                found.txnCount(),
                tree.znodeCount(),
                tree.sessions().size(),
                (System.nanoTime() - start) / 1_000_000);
        return found;
    }

    /** Prepares what a server that stands alone must find: all that was recovered is history. */
    void beginAlone() throws IOException {
        if (recovered.lastZxid() < 0) {
            throw new StorageException(
                    StorageException.Kind.MISSING,
                    config.dirs().data()
                            + " holds no data and db.autocreate is false: restore the data, or"
                            + " create an empty file named initialize in "
                            + config.dirs().log()
                            + " to begin with an empty database");
        }
        if (recovered.snapshotZxid() < 0) {
            // Logs must never lie beside no snapshot at all.
            files.write(tree.image());
        } else if (recovered.txnCount() > 0) {
            snapshots.save(tree.image());
        }
    }

    /**
     * Prepares what a member of an ensemble must find. What its log ends with may not be history,
     * so it is in no snapshot yet.
     *
     * @return what it brings along
     */
    ZabState beginMember(EnsembleConfig member) throws IOException {
        if (recovered.lastZxid() >= 0) {
            if (recovered.snapshotZxid() < 0) {
                // Logs must never lie beside no snapshot at all.
                files.write(emptyTree().image());
            }
            UnfinishedCopy.finish(snapshotDisk);
        } else if (!member.observer()) {
            UnfinishedCopy.begin(snapshotDisk);
            LOG.warn(
                    "No data: this server does not vote until it has what the others have{}",
                    member.mayBegin()
                            ? ", or until all of them have said that they have none"
                            : "");
        }
        EpochFiles.Epochs found = epochs.load(recovered.lastZxid());
        return new ZabState(
                recovered.lastZxid(),
                tree.lastZxid(),
                found.accepted(),
                found.current(),
                member.mayBegin());
    }

    /** The state recovered. */
    DataTree tree() {
        return tree;
    }

    JournalThread journal() {
        return journal;
    }

    SnapshotThread snapshots() {
        return snapshots;
    }

    /** What is read for learners. */
    DiskSyncStorage syncStorage(double historyShare) {
        int znodeBytesMax = config.tree().prepare().txnBytesMax();
        return new DiskSyncStorage(
                snapshotDisk,
                logDisk,
                files,
                historyShare,
                durable::get,
                this::emptyTree,
                znodeBytesMax);
    }

    /** The journal reports that all is safe up to there. */
    void durable(long zxid) {
        durable.set(zxid);
    }

    /** The journal reports that a step is done. */
    void performed(DurableStep step, Outcome outcome) {
        switch (step) {
            case DurableStep.Truncate(long zxid, _) when outcome.done() -> durable.set(zxid);
            case DurableStep.Install(long zxid, _, _) -> durable.set(zxid);
            case DurableStep.Admit _ -> durable.compareAndSet(-1, 0);
            default -> {
                // The history is what it was.
            }
        }
    }
}
