package zabra.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.Peer;
import zabra.peer.TreeLock;
import zabra.server.config.ServerConfig;
import zabra.server.net.ClientListener;
import zabra.server.net.EventLoops;
import zabra.server.run.Fatal;
import zabra.server.run.HeapGuard;
import zabra.server.run.ReplicaThread;
import zabra.server.run.SyncStats;
import zabra.server.run.SystemClock;
import zabra.server.words.FourLetterWords;
import zabra.tree.acl.Acls;

/** A running server. Thread-safe. */
public final class ZabraServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZabraServer.class);

    /** Clients are given so long to be answered before they are let go. */
    private static final int FINISH_MILLIS_MAX = 2_000;

    /** Session ids of a standalone server carry this server id. */
    private static final int STANDALONE_ID = 1;

    private final ServerConfig config;
    private final Fatal fatal;
    private final DirectoryLocks locks;
    private final ServerDisks disks;
    private final Peer peer;

    /** Null where it stands alone. */
    private final EnsembleMember member;

    private final ReplicaThread replica;
    private final EventLoops loops;
    private final ClientListener listener;
    private final PeerFacts facts;
    private final ServerPages pages;
    private final HeapGuard heap;
    private boolean closed;

    private ZabraServer(
            ServerConfig config,
            Fatal fatal,
            ServerPages pages,
            DirectoryLocks locks,
            ServerDisks disks,
            Peer peer,
            EnsembleMember member,
            ReplicaThread replica,
            EventLoops loops,
            ClientListener listener,
            PeerFacts facts) {
        this.config = config;
        this.fatal = fatal;
        this.pages = pages;
        this.locks = locks;
        this.disks = disks;
        this.peer = peer;
        this.member = member;
        this.replica = replica;
        this.loops = loops;
        this.listener = listener;
        this.facts = facts;
        this.heap = new HeapGuard(peer.replica()::setFull);
    }

    /**
     * Starts a server: returns when it serves, or, as a member of an ensemble, when it looks for
     * the others and lets clients connect.
     *
     * @throws java.net.BindException where the client port cannot be bound
     * @throws zabra.server.http.HttpBindException where a port for pages cannot
     * @throws zabra.server.net.quorum.QuorumBindException where a port for the other servers cannot
     * @throws IOException where its data cannot be read or written
     * @throws zabra.storage.StorageException where its files are damaged, or another server has
     *     them
     */
    public static ZabraServer start(ServerConfig config) throws IOException {
        return start(config, _ -> {});
    }

    /**
     * The same for who may want to close it before it has begun.
     *
     * @param assembled is told of the server before anybody else can hear of it; from then on
     *     {@link #close} may be called, which waits for the begin
     */
    public static ZabraServer start(ServerConfig config, Consumer<ZabraServer> assembled)
            throws IOException {
        Fatal fatal = new Fatal();
        SyncStats syncs = new SyncStats();
        SystemClock clock = new SystemClock();
        ServerEvents events = new ServerEvents(clock);
        // First of all: to read much data takes a while, and whoever waits for it asks.
        ServerPages pages = ServerPages.start(config.http(), fatal);
        DirectoryLocks locks = null;
        boolean begun = false;
        try {
            locks = DirectoryLocks.take(config.dirs());
            VolumeOwner.check(config.dirs(), config.identity());
            ServerDisks disks = new ServerDisks(config, events, syncs, fatal);
            ZabraServer server = assemble(config, fatal, pages, syncs, clock, events, locks, disks);
            assembled.accept(server);
            server.begin();
            begun = true;
            return server;
        } finally {
            if (!begun) {
                if (locks != null) {
                    locks.close();
                }
                pages.close();
            }
        }
    }

    private static ZabraServer assemble(
            ServerConfig config,
            Fatal fatal,
            ServerPages pages,
            SyncStats syncs,
            SystemClock clock,
            ServerEvents events,
            DirectoryLocks locks,
            ServerDisks disks)
            throws IOException {
        EnsembleMember member = null;
        if (config.ensemble().isPresent()) {
            member = new EnsembleMember(config, config.ensemble().get(), disks, fatal);
        } else {
            disks.beginAlone();
        }
        TreeLock treeLock = new TreeLock();
        Acls acls = Authentication.acls(config.auth(), disks.tree(), treeLock);
        Peer peer =
                new Peer(
                        disks.tree(),
                        treeLock,
                        acls,
                        PeerLimits.of(config),
                        config.tree().prepare(),
                        sessionIdByte(config),
                        member == null ? null : member.ensemble(),
                        new Peer.Ports(
                                clock,
                                disks.journal(),
                                disks.snapshots(),
                                ThreadLocalRandom.current(),
                                events));
        EventLoops loops =
                new EventLoops(peer, EventLoops.count(config.connections().eventLoops(), cores()));
        PeerFacts facts = new PeerFacts(config, peer, clock, events, syncs);
        ClientListener listener =
                new ClientListener(
                        loops,
                        peer.serving(),
                        config.connections(),
                        new FourLetterWords(facts, config));
        facts.connect(loops, listener);
        ReplicaThread replica = new ReplicaThread(peer.replica(), fatal);
        return new ZabraServer(
                config, fatal, pages, locks, disks, peer, member, replica, loops, listener, facts);
    }

    /** Session ids of different servers differ in their first byte. */
    private static int sessionIdByte(ServerConfig config) {
        return config.ensemble().map(member -> (int) member.sid() & 0xff).orElse(STANDALONE_ID);
    }

    private synchronized void begin() throws IOException {
        disks.journal()
                .start(
                        zxid -> {
                            disks.durable(zxid);
                            peer.replica().durable(zxid);
                        },
                        (step, outcome) -> {
                            disks.performed(step, outcome);
                            peer.replica().performed(step, outcome);
                        });
        disks.snapshots().start();
        try {
            if (member == null) {
                peer.replica().execute(peer.replica()::closeOrphans);
            } else {
                member.start(peer);
            }
            replica.start();
            if (config.clientPort().isListening()) {
                listener.start(config.clientPort());
                LOG.info("Serving clients on port {}", listener.port());
            }
            heap.start();
            pages.running(loops, peer.replica(), disks.journal(), facts);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The client port it listens on; -1 where it listens on none. */
    public int clientPort() {
        return listener.port();
    }

    /** The port of the health pages; -1 where there is none. */
    public int healthPort() {
        return pages.healthPort();
    }

    /** Where metrics are served; -1 where they are not. */
    public int metricsPort() {
        return pages.metricsPort();
    }

    /** Completes with the process's exit code when the server must end, a failed disk for one. */
    public CompletableFuture<Integer> exitCode() {
        return fatal.exitCode();
    }

    /**
     * Stops cleanly: leadership is handed over, what was acknowledged is on disk, the ports are
     * free. Idempotent.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        pages.stopping();
        heap.close();
        boolean interrupted = false;
        try {
            boolean orderly = !fatal.isEnding() && replica.isRunning();
            if (orderly) {
                await(peer.resign());
            }
            listener.stop();
            if (orderly) {
                int patience = peer.isServing() ? config.sessions().tickMillis() : 0;
                if (!listener.finish(Math.min(patience, FINISH_MILLIS_MAX))) {
                    LOG.info("Stopping though some requests are not answered yet");
                }
                await(peer.leave());
            }
            replica.stop();
            disks.journal().stop();
            if (member != null) {
                member.stop();
            }
            loops.stop();
            disks.snapshots().stop();
            locks.close();
        } catch (IOException e) {
            LOG.warn("The data directory cannot be let go before the process ends", e);
        } catch (InterruptedException e) {
            interrupted = true;
            Thread.currentThread().interrupt();
        }
        pages.close();
        LOG.info(interrupted ? "Stopped while interrupted" : "Stopped");
    }

    /** A step of letting another server lead; takes a tick at most. */
    private void await(CompletableFuture<Void> step) throws InterruptedException {
        try {
            step.get(config.sessions().tickMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("Stopping without having handed over leadership: no follower was ready");
        } catch (ExecutionException e) {
            throw new IllegalStateException("resigning failed", e);
        }
    }
}
