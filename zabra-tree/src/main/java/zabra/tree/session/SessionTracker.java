package zabra.tree.session;

import java.util.function.LongConsumer;

/**
 * Which sessions live, where they are attached, and when they expire: deadlines in buckets of one
 * tick. Replica thread only, but for {@link Session#touch}, which any thread may call.
 */
public final class SessionTracker {
    /**
     * @param tickMillis the bucket width
     */
    public SessionTracker(int tickMillis) {
        throw new UnsupportedOperationException();
    }

    /** One live session. */
    public interface Session {
        long id();

        /** As negotiated at the last attach. */
        int timeoutMillis();

        /** Heard of at {@code nowMillis} (monotonic). Any thread; never moves the deadline back. */
        void touch(long nowMillis);

        boolean isClosing();

        void setClosing();

        /** The connection it is attached to; null where it is attached to none here. */
        Object attachment();
    }

    /** Adds a session (or finds it), with a full fresh timeout from {@code nowMillis}. */
    public Session add(long sessionId, int timeoutMillis, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** The session, or null where it is unknown. */
    public Session get(long sessionId) {
        throw new UnsupportedOperationException();
    }

    /** Attaches a session to a connection with a newly negotiated timeout. */
    public void attach(long sessionId, Object attachment, int timeoutMillis, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** Its connection is gone; the session lives on until its deadline. */
    public void detach(long sessionId, Object attachment) {
        throw new UnsupportedOperationException();
    }

    /** The session is closed: forget it. */
    public void remove(long sessionId) {
        throw new UnsupportedOperationException();
    }

    /** Hands every session whose deadline has passed at {@code nowMillis} to {@code expired}, once. */
    public void expire(long nowMillis, LongConsumer expired) {
        throw new UnsupportedOperationException();
    }

    public int count() {
        throw new UnsupportedOperationException();
    }
}
