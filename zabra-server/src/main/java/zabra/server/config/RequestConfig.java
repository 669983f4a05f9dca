package zabra.server.config;

/**
 * Limits of requests.
 *
 * @param frameBytesMax {@code jute.maxbuffer}: a longer request closes its connection
 * @param recordBytesExtra {@code jute.maxbuffer.extrasize}: slack for what the server adds
 * @param outstandingMax {@code globalOutstandingLimit}: queued requests before sockets are left
 *     unread
 * @param pipelineMax {@code request_throttle_max_requests}: the same limit by its newer name, the
 *     lower of the two counts; 0 for none
 * @param throttledOpMillis a request that waited longer is answered THROTTLEDOP; 0 for off
 * @param largeBytes {@code largeRequestThreshold}: a request above it is large; -1 for none is
 * @param largeBytesMax {@code largeRequestMaxBytes}: large requests in flight, in bytes
 */
public record RequestConfig(
        int frameBytesMax,
        int recordBytesExtra,
        int outstandingMax,
        int pipelineMax,
        int throttledOpMillis,
        int largeBytes,
        int largeBytesMax) {
    public static final RequestConfig DEFAULT =
            new RequestConfig(0xfffff, 0xfffff, 10_000, 0, 0, -1, 100 << 20);
}
