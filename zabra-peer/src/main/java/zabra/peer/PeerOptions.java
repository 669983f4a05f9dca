package zabra.peer;

import java.util.Set;

/**
 * Limits and times of a serving peer.
 *
 * @param tickMillis the time unit; sessions expire on its multiples
 * @param minSessionTimeoutMillis the least timeout a session gets
 * @param maxSessionTimeoutMillis the most
 * @param maxFrameBytes the longest frame taken from a client ({@code jute.maxbuffer})
 * @param outstandingPerConnectionMax requests of one connection in the pipeline before its socket
 *     is not read further
 * @param outstandingMax requests of all connections in the pipeline before sockets with at least
 *     one outstanding are not read further ({@code globalOutstandingLimit})
 * @param outstandingBytesMax the same, counted in request bytes
 * @param largeRequestThresholdBytes requests above count against {@code largeRequestMaxBytes}; -1:
 *     off
 * @param largeRequestMaxBytes large requests in the pipeline, in bytes
 * @param pendingOutputHighBytes unsent output of a connection above which it is not read
 * @param pendingOutputMaxBytes unsent output above which it is closed
 * @param throttledOpWaitMillis requests that waited longer are refused; 0: off
 * @param snapCount transactions between snapshots, roughly
 * @param snapSizeBytes log bytes between snapshots, roughly; 0 or less: no limit
 * @param containerCheckMillis the interval of the container and TTL check
 * @param containerMaxPerMinute deletes per minute of that check
 * @param containerMaxNeverUsedMillis containers never used are reaped after this; 0: never
 * @param connectionThrottle how fast sessions may be opened
 * @param requiredSchemes a connection must hold an identity of one of them; empty: none required
 */
public record PeerOptions(
        int tickMillis,
        int minSessionTimeoutMillis,
        int maxSessionTimeoutMillis,
        int maxFrameBytes,
        int outstandingPerConnectionMax,
        int outstandingMax,
        long outstandingBytesMax,
        long largeRequestThresholdBytes,
        long largeRequestMaxBytes,
        long pendingOutputHighBytes,
        long pendingOutputMaxBytes,
        long throttledOpWaitMillis,
        int snapCount,
        long snapSizeBytes,
        long containerCheckMillis,
        int containerMaxPerMinute,
        long containerMaxNeverUsedMillis,
        ConnectionThrottle.Options connectionThrottle,
        Set<String> requiredSchemes) {

    /**
     * Thousands of kilobytes: enough for full batches. What waits is better in the sockets, where
     * no collector copies it, than here, where it is there several times.
     */
    private static final long OUTSTANDING_BYTES_MAX = 3L << 20;

    /** The defaults of a server with the given tick. */
    public static PeerOptions defaults(int tickMillis) {
        return new PeerOptions(
                tickMillis,
                2 * tickMillis,
                20 * tickMillis,
                0xfffff,
                1_000,
                100_000,
                OUTSTANDING_BYTES_MAX,
                -1,
                100L << 20,
                256L << 10,
                64L << 20,
                0,
                100_000,
                4L << 30,
                60_000,
                10_000,
                0,
                ConnectionThrottle.Options.OFF,
                Set.of());
    }
}
