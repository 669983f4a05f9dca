package zabra.server;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import zabra.peer.ClientConnection;
import zabra.peer.Clock;
import zabra.peer.ConnectionStats;
import zabra.peer.LaneStats;
import zabra.peer.Peer;
import zabra.protocol.OpCode;
import zabra.server.config.EnsembleConfig;
import zabra.server.config.ServerConfig;
import zabra.server.net.ClientListener;
import zabra.server.net.EventLoops;
import zabra.server.run.SyncStats;
import zabra.server.words.ConnectionFacts;
import zabra.server.words.MemberFacts;
import zabra.server.words.Metric;
import zabra.server.words.ServerFacts;

/** What operators ask of a running server, gathered from its parts. */
final class PeerFacts implements ServerFacts {
    private final ServerConfig config;
    private final Peer peer;
    private final Clock clock;
    private final ServerEvents events;
    private final SyncStats syncs;
    private final long startedMillis;
    private final ReplicaQuestions replica;

    /** Empty where it stands alone. */
    private final Optional<PeerMemberFacts> member;

    // Set once, before the client port opens.
    private EventLoops loops;
    private ClientListener listener;

    // What srst set to zero.
    private volatile long receivedAtReset;
    private volatile long sentAtReset;
    private volatile long localReadsAtReset;

    PeerFacts(ServerConfig config, Peer peer, Clock clock, ServerEvents events, SyncStats syncs) {
        this.config = config;
        this.peer = peer;
        this.clock = clock;
        this.events = events;
        this.syncs = syncs;
        this.startedMillis = clock.monotonicMillis();
        this.replica = new ReplicaQuestions(peer.replica());
        this.member =
                config.ensemble()
                        .map(ensemble ->
                                new PeerMemberFacts(ensemble, peer, events.ensemble(), replica));
    }

    void connect(EventLoops loops, ClientListener listener) {
        this.loops = loops;
        this.listener = listener;
    }

    @Override
    public String mode() {
        return member.map(PeerMemberFacts::mode).orElse("standalone");
    }

    @Override
    public Optional<MemberFacts> member() {
        return member.map(Function.identity());
    }

    @Override
    public boolean isServing() {
        return member.map(PeerMemberFacts::isServing).orElse(true);
    }

    @Override
    public boolean isReadOnly() {
        return member.isPresent() && peer.isReadOnly();
    }

    @Override
    public long lastZxid() {
        return peer.replica().lastZxid();
    }

    @Override
    public long uptimeMillis() {
        return clock.monotonicMillis() - startedMillis;
    }

    /** Reads that a lane answers itself take less than a millisecond: they count as 0. */
    @Override
    public Latency latency() {
        LatencyStats reads = events.reads();
        LatencyStats writes = events.writes();
        long local = laneSum(LaneStats::localReads) - localReadsAtReset;
        long count = local + reads.count() + writes.count();
        if (count == 0) {
            return new Latency(0, 0, 0);
        }
        long min =
                local > 0
                        ? 0
                        : Math.min(
                                reads.count() == 0 ? Long.MAX_VALUE : reads.min(),
                                writes.count() == 0 ? Long.MAX_VALUE : writes.min());
        double average = (double) (reads.total() + writes.total()) / count;
        return new Latency(min, average, Math.max(reads.max(), writes.max()));
    }

    private long laneSum(ToLongFunction<LaneStats> field) {
        return loops.stats().stream().mapToLong(field).sum();
    }

    @Override
    public long packetsReceived() {
        return laneSum(LaneStats::received) - receivedAtReset;
    }

    @Override
    public long packetsSent() {
        return laneSum(LaneStats::sent) - sentAtReset;
    }

    @Override
    public long outstandingRequests() {
        return laneSum(LaneStats::outstanding);
    }

    @Override
    public Sizes responseBytes() {
        int last = -1;
        int min = Integer.MAX_VALUE;
        int max = -1;
        for (LaneStats lane : loops.stats()) {
            if (lane.replyBytesMax() >= 0) {
                last = lane.replyBytesLast();
                min = Math.min(min, lane.replyBytesMin());
                max = Math.max(max, lane.replyBytesMax());
            }
        }
        return max < 0 ? Sizes.NONE : new Sizes(last, min, max);
    }

    @Override
    public List<ConnectionFacts> connections() {
        List<ConnectionFacts> all = new ArrayList<>();
        for (ClientConnection connection : listener.connections()) {
            all.add(facts(connection));
        }
        return all;
    }

    private static ConnectionFacts facts(ClientConnection connection) {
        ConnectionStats stats = connection.stats();
        var session = connection.session();
        OpCode last = stats.lastOperation();
        return new ConnectionFacts(
                connection.remoteAddress(),
                connection.flow().isPaused() ? 0 : 1,
                session != null,
                connection.flow().inFlight(),
                stats.received(),
                stats.sent(),
                connection.sessionId(),
                last == null ? "NA" : OperationName.of(last),
                stats.establishedMillis(),
                session == null ? 0 : session.timeoutMillis(),
                stats.lastCxid(),
                stats.lastZxid(),
                stats.lastResponseMillis(),
                stats.lastLatency(),
                stats.minLatency(),
                stats.averageLatency(),
                stats.maxLatency());
    }

    /** Asks the tree under the read side of its lock. */
    private <T> T read(Supplier<T> question) {
        long stamp = peer.treeLock().readLock();
        try {
            return question.get();
        } finally {
            peer.treeLock().unlockRead(stamp);
        }
    }

    /**
     * One more than there are: the reference counts the root twice, and monitors know its number.
     */
    @Override
    public int znodeCount() {
        return read(() -> peer.tree().znodeCount()) + 1;
    }

    @Override
    public int ephemeralCount() {
        return read(() -> peer.tree().ephemeralCount());
    }

    @Override
    public long dataBytes() {
        return read(() -> peer.tree().dataSize());
    }

    @Override
    public int watchCount() {
        return read(() -> peer.watches().count());
    }

    @Override
    public Map<Long, List<String>> watchedPathsBySession() {
        return read(() -> {
            Map<Long, List<String>> all = new HashMap<>();
            peer.watches().forEachWatcher(all::put);
            return all;
        });
    }

    @Override
    public Map<Long, List<String>> ephemeralPathsBySession() {
        return read(() -> {
            Map<Long, List<String>> all = new HashMap<>();
            peer.tree().forEachEphemeralOwner(all::put);
            return all;
        });
    }

    @Override
    public int globalSessionCount() {
        return read(() -> peer.tree().sessions().size());
    }

    @Override
    public int localSessionCount() {
        return member.isEmpty() ? 0 : replica.ask(() -> peer.replica().sessions().localCount());
    }

    @Override
    public SortedMap<Long, List<Long>> sessionExpiryBuckets() {
        long wallMinusMonotonic = clock.wallMillis() - clock.monotonicMillis();
        return replica.ask(() -> {
            SortedMap<Long, List<Long>> buckets = new TreeMap<>();
            peer.replica()
                    .sessions()
                    .tracker()
                    .deadlines()
                    .forEach((deadline, ids) ->
                            buckets.put(
                                    deadline + wallMinusMonotonic,
                                    Arrays.stream(ids).boxed().toList()));
            return buckets;
        });
    }

    @Override
    public SortedMap<Long, List<ConnectionFacts>> connectionExpiryBuckets() {
        int tick = config.sessions().tickMillis();
        long wallMinusMonotonic = clock.wallMillis() - clock.monotonicMillis();
        SortedMap<Long, List<ConnectionFacts>> buckets = new TreeMap<>();
        for (ConnectionFacts connection : connections()) {
            long heard = Math.max(connection.lastResponseMillis() + wallMinusMonotonic, 0);
            long since = Math.max(heard, connection.establishedMillis());
            long timeout =
                    connection.hasSession()
                            ? connection.timeoutMillis()
                            : config.connections().sessionlessTimeoutMillis();
            long deadline = ((since + timeout) / tick + 1) * tick;
            buckets.computeIfAbsent(deadline, _ -> new ArrayList<>()).add(connection);
        }
        return buckets;
    }

    @Override
    public SortedMap<Long, Long> digests() {
        return peer.replica().digests().all();
    }

    @Override
    public long dataDirBytes() {
        return DirectorySize.of(config.dirs().snapshotFiles());
    }

    @Override
    public long logDirBytes() {
        return DirectorySize.of(config.dirs().logFiles());
    }

    @Override
    public int clientPort() {
        return listener.port();
    }

    @Override
    public int secureClientPort() {
        return -1;
    }

    @Override
    public long serverId() {
        return config.ensemble().map(EnsembleConfig::sid).orElse(0L);
    }

    @Override
    public long authFailedCount() {
        return events.authFailedCount();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>();
        all.add(new Metric.Count("connection_rejected", listener.rejectedCount()));
        all.add(new Metric.Count("sessionless_connections_expired", sessionlessExpired()));
        all.add(new Metric.Count("stale_sessions_expired", events.sessionsExpiredCount()));
        all.add(new Metric.Count("large_requests_rejected", events.largeRequestsRefusedCount()));
        all.add(new Metric.Count("bytes_received_count", laneSum(LaneStats::bytesReceived)));
        all.add(new Metric.Count("digest_mismatches_count", events.digestMismatchCount()));
        all.add(new Metric.Count("unrecoverable_error_count", 0));
        all.add(new Metric.Count("inbox_size", peer.replica().inboxSize()));
        all.add(
                new Metric.Summary(
                        "fsynctime",
                        syncs.count() == 0 ? 0 : (double) syncs.totalMillis() / syncs.count(),
                        syncs.minMillis(),
                        syncs.maxMillis(),
                        syncs.count(),
                        syncs.totalMillis()));
        all.add(summary("readlatency", events.reads(), laneSum(LaneStats::localReads)));
        all.add(summary("updatelatency", events.writes(), 0));
        if (member.isPresent()) {
            all.addAll(events.ensemble().metrics());
        }
        all.add(
                new Metric.Count(
                        "jvm_threads", ManagementFactory.getThreadMXBean().getThreadCount()));
        return all;
    }

    private long sessionlessExpired() {
        return listener.sessionlessExpiredCount();
    }

    private static Metric.Summary summary(String name, LatencyStats stats, long atZero) {
        long count = stats.count() + atZero;
        return new Metric.Summary(
                name,
                count == 0 ? 0 : (double) stats.total() / count,
                atZero > 0 ? 0 : stats.min(),
                stats.max(),
                count,
                stats.total());
    }

    @Override
    public void resetStatistics() {
        receivedAtReset = laneSum(LaneStats::received);
        sentAtReset = laneSum(LaneStats::sent);
        localReadsAtReset = laneSum(LaneStats::localReads);
        events.reads().requestReset();
        events.writes().requestReset();
        events.ensemble().requestReset();
        loops.stats().forEach(LaneStats::resetReplySizes);
        syncs.reset();
    }

    @Override
    public void resetConnectionStatistics() {
        listener.connections().forEach(connection -> connection.stats().requestReset());
    }
}
