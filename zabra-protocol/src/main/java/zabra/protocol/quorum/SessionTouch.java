package zabra.protocol.quorum;

/**
 * A session that a learner heard from since its last ping.
 *
 * @param sessionId the session
 * @param timeoutMillis its time-out
 */
public record SessionTouch(long sessionId, int timeoutMillis) {}
