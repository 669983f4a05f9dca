package zabra.server.words;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the words tell of a server. Every method may be called from any thread at any time, takes a
 * consistent look of its own, and may cost what its answer is long; none waits for the disk but
 * {@link #dataDirBytes} and {@link #logDirBytes}.
 */
public interface ServerFacts {
    /**
     * {@code standalone}, {@code leader}, {@code follower}, {@code observer}, {@code read-only}.
     */
    String mode();

    /** What there is to tell of a member of an ensemble; empty for a server that stands alone. */
    Optional<MemberFacts> member();

    /** Whether clients are served; false while there is no quorum. */
    boolean isServing();

    /** Whether only read-only clients are served. */
    boolean isReadOnly();

    /** The last applied transaction. */
    long lastZxid();

    /** Milliseconds since the server began to serve. */
    long uptimeMillis();

    /** Request latency since start or reset. */
    Latency latency();

    /** Packets received from clients since start or reset. */
    long packetsReceived();

    /** Packets sent to clients, replies and notifications, since start or reset. */
    long packetsSent();

    /** Requests received and not yet answered. */
    long outstandingRequests();

    /** Sizes in bytes of the replies since start or reset. */
    Sizes responseBytes();

    /** The open client connections, the asking one among them, plaintext ones first. */
    List<ConnectionFacts> connections();

    int znodeCount();

    int ephemeralCount();

    /** Bytes of paths and data. */
    long dataBytes();

    int watchCount();

    /** Data watches, persistent ones too: session id to paths. */
    Map<Long, List<String>> watchedPathsBySession();

    /** Session id to the paths of its ephemerals; sessions without any are absent. */
    Map<Long, List<String>> ephemeralPathsBySession();

    /** Sessions known to the ensemble. */
    int globalSessionCount();

    /** Sessions known to this server only. */
    int localSessionCount();

    /** Session ids by the wall-clock time of expiry (milliseconds since the epoch), per bucket. */
    SortedMap<Long, List<Long>> sessionExpiryBuckets();

    /** Connections by the wall-clock time when they count as idle, per bucket. */
    SortedMap<Long, List<ConnectionFacts>> connectionExpiryBuckets();

    /** The tree digests kept, zxid to digest: one of every 128 zxids. */
    SortedMap<Long, Long> digests();

    /** Bytes of the files in the snapshot directory. */
    long dataDirBytes();

    /** Bytes of the files in the transaction log directory. */
    long logDirBytes();

    /** The client port; -1 for none. */
    int clientPort();

    /** The TLS client port; -1 for none. */
    int secureClientPort();

    /** As configured, 0 in a standalone server. */
    long serverId();

    /** Authentications that failed. */
    long authFailedCount();

    /** Counters and summaries beyond the above, in the order they are to be told. */
    List<Metric> metrics();

    /** {@code srst}: latency, packet counts and metrics start anew. */
    void resetStatistics();

    /** {@code crst}: every connection's counters start anew. */
    void resetConnectionStatistics();

    /** Request latency in milliseconds; all 0 before the first request. */
    record Latency(long min, double average, long max) {}

    /** Sizes in bytes; all -1 before the first. */
    record Sizes(long last, long min, long max) {
        public static final Sizes NONE = new Sizes(-1, -1, -1);
    }
}
