package zabra.server;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zabra.peer.Clock;
import zabra.peer.PeerEvents;
import zabra.peer.ensemble.MemberView;
import zabra.protocol.Zxid;

/** Logs and counts what the peer reports. */
final class ServerEvents implements PeerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ServerEvents.class);

    /** Between two lines about digests that do not match. */
    private static final long MISMATCH_LOG_NANOS = 60_000_000_000L;

    private final LongAdder authFailed = new LongAdder();
    private final LongAdder digestMismatches = new LongAdder();
    private final LongAdder sessionsExpired = new LongAdder();
    private final LongAdder largeRequestsRefused = new LongAdder();
    private final LatencyStats reads = new LatencyStats();
    private final LatencyStats writes = new LatencyStats();
    private final EnsembleStats ensemble;

    /** Replica thread only. */
    private long mismatchLoggedAt;

    ServerEvents(Clock clock) {
        ensemble = new EnsembleStats(clock);
    }

    long authFailedCount() {
        return authFailed.sum();
    }

    long digestMismatchCount() {
        return digestMismatches.sum();
    }

    void countDigestMismatches(long more) {
        digestMismatches.add(more);
    }

    long sessionsExpiredCount() {
        return sessionsExpired.sum();
    }

    long largeRequestsRefusedCount() {
        return largeRequestsRefused.sum();
    }

    /** Reads that went through the replica. */
    LatencyStats reads() {
        return reads;
    }

    LatencyStats writes() {
        return writes;
    }

    EnsembleStats ensemble() {
        return ensemble;
    }

    @Override
    public void memberChanged(MemberView view, String why) {
        ensemble.changed(view, why);
        if (view.serving()) {
            FailoverRehearsal.begin();
        }
    }

    @Override
    public void proposed(int bytes) {
        ensemble.proposed(bytes);
    }

    @Override
    public void clientAhead(long clientZxid, long serverZxid) {
        LOG.info(
                "Refusing a client that has seen zxid {}; this server is at {}: the client must try"
                        + " another server",
                Zxid.toString(clientZxid),
                Zxid.toString(serverZxid));
    }

    @Override
    public void authFailed(String scheme, String remoteHost) {
        authFailed.increment();
        LOG.warn("Authentication failed for scheme {} from {}", scheme, remoteHost);
    }

    @Override
    public void largeRequestRefused(int bytes) {
        largeRequestsRefused.increment();
        LOG.warn("Refusing a request of {} bytes: too many large requests in flight", bytes);
    }

    @Override
    public void frameTooLong(String remoteAddress, int length, int max) {
        LOG.warn(
                "Len error. A message from {} with advertised length of {} is either malformed or"
                        + " larger than jute.maxbuffer={}; closing the connection",
                remoteAddress,
                length,
                max);
    }

    @Override
    public void outputTooLong(String remoteAddress, long max) {
        LOG.warn(
                "Closing {}: it does not read, and more than {} bytes wait for it",
                remoteAddress,
                max);
    }

    @Override
    public void connectionFailed(String remoteAddress, Throwable cause) {
        LOG.error("Closing {} after a bug, or for want of memory", remoteAddress, cause);
    }

    @Override
    public void sessionOpened(long sessionId, int timeoutMillis) {
        LOG.debug("Session 0x{} with timeout {}", Long.toHexString(sessionId), timeoutMillis);
    }

    @Override
    public void sessionRefused(long sessionId, String why) {
        LOG.info("Refusing session 0x{}: {}", Long.toHexString(sessionId), why);
    }

    @Override
    public void sessionExpired(long sessionId, int timeoutMillis) {
        sessionsExpired.increment();
        LOG.info(
                "Expiring session 0x{}, timeout of {}ms exceeded",
                Long.toHexString(sessionId),
                timeoutMillis);
    }

    @Override
    public void digestMismatch(long zxid, long expected, long actual) {
        digestMismatches.increment();
        long now = System.nanoTime();
        if (mismatchLoggedAt == 0 || now - mismatchLoggedAt > MISMATCH_LOG_NANOS) {
            // One wrong znode makes every later digest wrong.
            mismatchLoggedAt = now;
            LOG.error(
                    "Digest mismatch at {}: the transaction says {}, the tree has {}; {} so far."
                            + " The state may be damaged: compare it with the other servers or a"
                            + " backup.",
                    Zxid.toString(zxid),
                    expected,
                    actual,
                    digestMismatches.sum());
        }
    }

    @Override
    public void requestAnswered(boolean write, long latencyMillis) {
        (write ? writes : reads).add(latencyMillis);
    }
}
