package zabra.client.crowd;

/** How many watch events have come to the sessions of a crowd, and when the last one did. */
final class EventCount implements Crowd.Listener {
    private long count;
    private long lastNanos;

    @Override
    public void onEvent(CrowdSession session, long now) {
        count++;
        lastNanos = now;
    }

    long count() {
        return count;
    }

    /** As {@link Crowd#now}; 0 where none has come. */
    long lastNanos() {
        return lastNanos;
    }
}
