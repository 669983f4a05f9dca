package zabra.server.words;

/**
 * One client connection at one moment.
 *
 * @param remoteAddress as Java prints it: {@code /127.0.0.1:38908}
 * @param interestOps 1 while it is read from, 0 while it is held back, plus 4 while output waits
 * @param hasSession whether it has asked for a session; what follows from {@code sessionId} on
 *     means nothing otherwise
 * @param queued requests received and not answered
 * @param received packets since it was opened or reset
 * @param sent packets since it was opened or reset
 * @param lastOperation four letters such as {@code PING}; {@code NA} before the first
 * @param establishedMillis wall-clock milliseconds since the epoch
 * @param timeoutMillis the session's negotiated timeout
 * @param lastCxid the client's number of its last request; negative for none
 * @param lastZxid the zxid of the last reply; -1 for none
 * @param lastResponseMillis monotonic milliseconds of the last reply; 0 for none
 */
public record ConnectionFacts(
        String remoteAddress,
        int interestOps,
        boolean hasSession,
        long queued,
        long received,
        long sent,
        long sessionId,
        String lastOperation,
        long establishedMillis,
        int timeoutMillis,
        long lastCxid,
        long lastZxid,
        long lastResponseMillis,
        long lastLatencyMillis,
        long minLatencyMillis,
        long averageLatencyMillis,
        long maxLatencyMillis) {}
