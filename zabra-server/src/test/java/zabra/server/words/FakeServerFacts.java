package zabra.server.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A server that tells what a test wrote into its fields. */
final class FakeServerFacts implements ServerFacts {
    String mode = "standalone";
    boolean serving = true;
    boolean readOnly;
    long lastZxid = 0x90;
    Latency latency = new Latency(0, 1.21333, 15);
    long received = 155;
    long sent = 156;
    final List<ConnectionFacts> connections = new ArrayList<>();
    final Map<Long, List<String>> watches = new LinkedHashMap<>();
    final Map<Long, List<String>> ephemerals = new LinkedHashMap<>();
    final SortedMap<Long, List<Long>> sessionBuckets = new TreeMap<>();
    final SortedMap<Long, List<ConnectionFacts>> connectionBuckets = new TreeMap<>();
    final SortedMap<Long, Long> digests = new TreeMap<>();
    final List<Metric> metrics = new ArrayList<>();
    MemberFacts member;
    int resets;
    int connectionResets;

    @Override
    public String mode() {
        return mode;
    }

    @Override
    public Optional<MemberFacts> member() {
        return Optional.ofNullable(member);
    }

    @Override
    public boolean isServing() {
        return serving;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public long lastZxid() {
        return lastZxid;
    }

    @Override
    public long uptimeMillis() {
        return 40530;
    }

    @Override
    public Latency latency() {
        return latency;
    }

    @Override
    public long packetsReceived() {
        return received;
    }

    @Override
    public long packetsSent() {
        return sent;
    }

    @Override
    public long outstandingRequests() {
        return 0;
    }

    @Override
    public Sizes responseBytes() {
        return new Sizes(16, 16, 91);
    }

    @Override
    public List<ConnectionFacts> connections() {
        return connections;
    }

    @Override
    public int znodeCount() {
        return 7;
    }

    @Override
    public int ephemeralCount() {
        return 1;
    }

    @Override
    public long dataBytes() {
        return 191;
    }

    @Override
    public int watchCount() {
        return 4;
    }

    @Override
    public Map<Long, List<String>> watchedPathsBySession() {
        return watches;
    }

    @Override
    public Map<Long, List<String>> ephemeralPathsBySession() {
        return ephemerals;
    }

    @Override
    public int globalSessionCount() {
        return 2;
    }

    @Override
    public int localSessionCount() {
        return 0;
    }

    @Override
    public SortedMap<Long, List<Long>> sessionExpiryBuckets() {
        return sessionBuckets;
    }

    @Override
    public SortedMap<Long, List<ConnectionFacts>> connectionExpiryBuckets() {
        return connectionBuckets;
    }

    @Override
    public SortedMap<Long, Long> digests() {
        return digests;
    }

    @Override
    public long dataDirBytes() {
        return 478;
    }

    @Override
    public long logDirBytes() {
        return 67108880;
    }

    @Override
    public int clientPort() {
        return 21891;
    }

    @Override
    public int secureClientPort() {
        return -1;
    }

    @Override
    public long serverId() {
        return 0;
    }

    @Override
    public long authFailedCount() {
        return 0;
    }

    @Override
    public List<Metric> metrics() {
        return metrics;
    }

    @Override
    public void resetStatistics() {
        resets++;
    }

    @Override
    public void resetConnectionStatistics() {
        connectionResets++;
    }
}
