package zabra.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clients whose sessions are not open yet, and sessions about to be created. */
final class Arrivals {
    /** Sessions whose createSession is proposed and not yet applied. */
    private final Map<Long, Inbound.OpenSession> opening = new LinkedHashMap<>();

    /** The timeouts of those, and of local ones that become the ensemble's. */
    private final Map<Long, Integer> creating = new LinkedHashMap<>();

    /** Clients that came with a session, of which the leader has not yet said whether it lives. */
    private final ArrayDeque<Inbound.OpenSession> revalidating = new ArrayDeque<>();

    void open(long sessionId, Inbound.OpenSession open) {
        opening.put(sessionId, open);
    }

    boolean isOpening(long sessionId) {
        return opening.containsKey(sessionId);
    }

    /** A createSession is asked for. */
    void creating(long sessionId, int timeoutMillis) {
        creating.put(sessionId, timeoutMillis);
    }

    boolean isCreating(long sessionId) {
        return creating.containsKey(sessionId);
    }

    /** The sessions, with their timeouts, whose createSession was asked for and not applied. */
    Map<Long, Integer> creating() {
        return new LinkedHashMap<>(creating);
    }

    /** It was applied; returns the client that waits for it, or null. */
    Inbound.OpenSession created(long sessionId) {
        creating.remove(sessionId);
        return opening.remove(sessionId);
    }

    void revalidate(Inbound.OpenSession open) {
        revalidating.add(open);
    }

    /** The leader has answered for this session; returns the client that asked. */
    Inbound.OpenSession revalidated(long sessionId) {
        Inbound.OpenSession open = revalidating.poll();
        if (open == null || open.sessionId() != sessionId) {
            throw new IllegalStateException(
                    "the leader answers for session 0x"
                            + Long.toHexString(sessionId)
                            + ", asked was "
                            + open);
        }
        return open;
    }

    /** Clients of which the leader has not said whether their session lives; they must ask anew. */
    List<Inbound.OpenSession> takeRevalidating() {
        List<Inbound.OpenSession> taken = List.copyOf(revalidating);
        revalidating.clear();
        return taken;
    }

    /** Forgets all, and returns the clients. */
    List<Inbound.OpenSession> takeAll() {
        List<Inbound.OpenSession> taken = new ArrayList<>(opening.values());
        taken.addAll(takeRevalidating());
        opening.clear();
        creating.clear();
        return taken;
    }
}
