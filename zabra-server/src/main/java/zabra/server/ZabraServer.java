package zabra.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.Peer;
import zabra.peer.PeerOptions;
import zabra.peer.TreeLock;
import zabra.peer.durable.DurableSteps;
import zabra.peer.durable.RecoveredState;
import zabra.protocol.Zxid;
import zabra.server.config.RequestConfig;
import zabra.server.config.ServerConfig;
import zabra.server.net.ClientListener;
import zabra.server.net.EventLoops;
import zabra.server.run.Fatal;
import zabra.server.run.JournalThread;
import zabra.server.run.ReplicaThread;
import zabra.server.run.SnapshotThread;
import zabra.server.run.SyncStats;
import zabra.server.run.SystemClock;
import zabra.server.words.FourLetterWords;
import zabra.storage.Disk;
import zabra.storage.EpochFiles;
import zabra.storage.FileSystemDisk;
import zabra.storage.Recovery;
import zabra.storage.Snapshots;
import zabra.storage.StorageException;
import zabra.storage.TxnLog;
import zabra.tree.DataTree;
import zabra.tree.acl.Acls;

/** A running server. Thread-safe. */
public final class ZabraServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZabraServer.class);

    /** Session ids of a standalone server carry this server id. */
    private static final int STANDALONE_ID = 1;

    private final Fatal fatal;
    private final JournalThread journal;
    private final SnapshotThread snapshots;
    private final ReplicaThread replica;
    private final EventLoops loops;
    private final ClientListener listener;
    private boolean closed;

    private ZabraServer(
            Fatal fatal,
            JournalThread journal,
            SnapshotThread snapshots,
            ReplicaThread replica,
            EventLoops loops,
            ClientListener listener) {
        this.fatal = fatal;
        this.journal = journal;
        this.snapshots = snapshots;
        this.replica = replica;
        this.loops = loops;
        this.listener = listener;
    }

    /**
     * Starts a server: returns when it serves.
     *
     * @throws java.net.BindException where the client port cannot be bound
     * @throws IOException where its data cannot be read or written
     * @throws zabra.storage.StorageException where its files are damaged
     */
    public static ZabraServer start(ServerConfig config) throws IOException {
        if (config.ensemble().isPresent()) {
            throw new IOException("this build reads the configuration of an ensemble, but is none");
        }
        Disk snapshotDisk = disk(config.dirs().snapshotFiles(), config);
        boolean oneDirectory = config.dirs().logFiles().equals(config.dirs().snapshotFiles());
        Disk logDisk = oneDirectory ? snapshotDisk : disk(config.dirs().logFiles(), config);

        ServerEvents events = new ServerEvents();
        // A seed that clients cannot know: names cannot be made to collide.
        long seed = ThreadLocalRandom.current().nextLong();
        DataTree tree = new DataTree(config.tree().tree(), seed);
        RecoveredState state = new RecoveredState(tree, config.tree().tree().digest());
        Recovery recovery =
                new Recovery(
                        snapshotDisk,
                        logDisk,
                        disk(config.dirs().log(), config),
                        config.storage().recovery());
        Recovery.Recovered recovered = recover(recovery, state, tree);
        events.countDigestMismatches(state.mismatches());
        if (recovered.lastZxid() < 0) {
            throw new StorageException(
                    StorageException.Kind.MISSING,
                    config.dirs().data()
                            + " holds no data and db.autocreate is false: restore the data, or"
                            + " create an empty file named initialize in "
                            + config.dirs().log()
                            + " to begin with an empty database");
        }

        Snapshots files =
                new Snapshots(
                        snapshotDisk,
                        logDisk,
                        config.storage().compression(),
                        config.tree().tree().digest());
        if (recovered.snapshotZxid() < 0) {
            // Logs must never lie beside no snapshot at all.
            files.write(tree.image());
        }

        Fatal fatal = new Fatal();
        SyncStats syncs = new SyncStats();
        SystemClock clock = new SystemClock();
        TxnLog log = new TxnLog(logDisk, config.storage().log());
        JournalThread journal =
                new JournalThread(
                        log,
                        new DurableSteps(
                                log,
                                files,
                                new EpochFiles(snapshotDisk),
                                recovery,
                                config.tree().tree().digest(),
                                () -> new DataTree(config.tree().tree(), seed)),
                        config.storage().fsyncWarningMillis(),
                        syncs,
                        fatal);
        SnapshotThread snapshots =
                new SnapshotThread(
                        files,
                        config.purge().retain(),
                        config.purge().intervalHours() * 3_600_000L,
                        fatal);
        TreeLock treeLock = new TreeLock();
        Acls acls = Authentication.acls(config.auth(), tree, treeLock);
        PeerOptions options = options(config);
        Peer peer =
                new Peer(
                        tree,
                        treeLock,
                        acls,
                        options,
                        config.tree().prepare(),
                        STANDALONE_ID,
                        null,
                        new Peer.Ports(
                                clock, journal, snapshots, ThreadLocalRandom.current(), events));
        if (recovered.txnCount() > 0 && recovered.snapshotZxid() >= 0) {
            snapshots.save(tree.image());
        }
        EventLoops loops = new EventLoops(peer, lanes());
        PeerFacts facts = new PeerFacts(config, peer, clock, events, syncs);
        ClientListener listener =
                new ClientListener(
                        loops,
                        peer.serving(),
                        config.connections(),
                        new FourLetterWords(facts, config));
        facts.connect(loops, listener);
        ReplicaThread replica = new ReplicaThread(peer.replica(), fatal);
        ZabraServer server = new ZabraServer(fatal, journal, snapshots, replica, loops, listener);
        journal.start(
                peer.replica()::durable,
                (step, _) -> {
                    throw new IllegalStateException("alone, and performed " + step);
                });
        snapshots.start();
        peer.replica().execute(peer.replica()::closeOrphans);
        replica.start();
        if (config.clientPort().isListening()) {
            try {
                listener.start(config.clientPort());
            } catch (IOException e) {
                server.close();
                throw e;
            }
            LOG.info("Serving clients on port {}", listener.port());
        }
        return server;
    }

    private static Disk disk(Path directory, ServerConfig config) throws IOException {
        return new FileSystemDisk(directory, config.dirs().autocreate());
    }

    /** As many event loops as cores: they answer the reads. */
    private static int lanes() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    private static PeerOptions options(ServerConfig config) {
        PeerOptions defaults = PeerOptions.defaults(config.sessions().tickMillis());
        return new PeerOptions(
                config.sessions().tickMillis(),
                config.sessions().timeoutMillisMin(),
                config.sessions().timeoutMillisMax(),
                config.requests().frameBytesMax(),
                defaults.outstandingPerConnectionMax(),
                outstandingMax(config.requests()),
                outstandingBytesMax(defaults.outstandingBytesMax()),
                config.requests().largeBytes(),
                config.requests().largeBytesMax(),
                defaults.pendingOutputHighBytes(),
                defaults.pendingOutputMaxBytes(),
                config.requests().throttledOpMillis(),
                config.storage().snapCount(),
                config.storage().snapSizeBytesMax(),
                config.reaper().checkIntervalMillis(),
                config.reaper().perMinuteMax(),
                config.reaper().neverUsedMillisMax(),
                config.connections().throttle(),
                config.auth().enforceEnabled()
                        ? Set.copyOf(config.auth().enforceSchemes())
                        : Set.of());
    }

    private static int outstandingMax(RequestConfig requests) {
        return requests.pipelineMax() > 0
                ? Math.min(requests.outstandingMax(), requests.pipelineMax())
                : requests.outstandingMax();
    }

    /**
     * Never more than a small part of the heap: a write on its way is there several times, as the
     * frame, the request, the transaction and what is about to be logged.
     */
    private static long outstandingBytesMax(long most) {
        return Math.min(most, Runtime.getRuntime().maxMemory() / 16);
    }

    private static Recovery.Recovered recover(
            Recovery recovery, RecoveredState state, DataTree tree) throws IOException {
        long start = System.nanoTime();
        Recovery.Recovered recovered = recovery.recover(state);
        LOG.info(
                "Recovered {} from snapshot {} and {} transactions: {} znodes, {} sessions, {} ms",
                Zxid.toString(recovered.lastZxid()),
                recovered.snapshotZxid() < 0 ? "none" : Zxid.toString(recovered.snapshotZxid()),
                recovered.txnCount(),
                tree.znodeCount(),
                tree.sessions().size(),
                (System.nanoTime() - start) / 1_000_000);
        return recovered;
    }

    /** The client port it listens on; -1 where it listens on none. */
    public int clientPort() {
        return listener.port();
    }

    /** Completes with the process's exit code when the server must end, a failed disk for one. */
    public CompletableFuture<Integer> exitCode() {
        return fatal.exitCode();
    }

    /** Stops cleanly: what was acknowledged is on disk, the ports are free. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<String> interrupted = new ArrayList<>();
        listener.stop();
        try {
            replica.stop();
            journal.stop();
            loops.stop();
            snapshots.stop();
        } catch (InterruptedException e) {
            interrupted.add(e.toString());
            Thread.currentThread().interrupt();
        }
        LOG.info(interrupted.isEmpty() ? "Stopped" : "Stopped while interrupted");
    }
}
